<?php
/**
 * Requests to the Shirube server.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * Puts and deletes articles.
 */
final class Client {
	/**
	 * Puts an article in place of any other with its id.
	 *
	 * @param string               $id     The article's id.
	 * @param array<string, mixed> $record The article.
	 */
	public static function put( string $id, array $record ): Outcome {
		return self::ask( 'PUT', $id, $record );
	}

	/**
	 * Takes an article away; one that is not there is away already.
	 *
	 * @param string $id The article's id.
	 */
	public static function delete( string $id ): Outcome {
		$outcome = self::ask( 'DELETE', $id, null );
		return 404 === $outcome->status ? new Outcome( 204 ) : $outcome;
	}

	/**
	 * Asks the server.
	 *
	 * @param string                    $method PUT or DELETE.
	 * @param string                    $id     The article's id.
	 * @param array<string, mixed>|null $record The article, for PUT.
	 */
	private static function ask( string $method, string $id, ?array $record ): Outcome {
		$request = array(
			'method'      => $method,
			'timeout'     => 30,
			'redirection' => 0,
			'headers'     => array( 'Authorization' => 'Bearer ' . Settings::get( 'admin_key' ) ),
		);
		if ( null !== $record ) {
			$body = wp_json_encode( $record, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE );
			if ( false === $body ) {
				return new Outcome( 400, __( 'The post cannot be written as JSON.', 'shirube-search' ) );
			}
			$request['body']                    = $body;
			$request['headers']['Content-Type'] = 'application/json';
		}
		$answer = wp_remote_request( Settings::get( 'endpoint' ) . '/v1/articles/' . rawurlencode( $id ), $request );
		if ( is_wp_error( $answer ) ) {
			return new Outcome( 0, $answer->get_error_message() );
		}
		$status  = (int) wp_remote_retrieve_response_code( $answer );
		$problem = json_decode( wp_remote_retrieve_body( $answer ), true );
		$detail  = is_array( $problem ) ? (string) ( $problem['detail'] ?? '' ) : '';
		$wait    = (int) wp_remote_retrieve_header( $answer, 'retry-after' );
		return new Outcome( $status, '' === $detail ? 'HTTP ' . $status : $detail, $wait );
	}
}

/**
 * What became of a request.
 */
final class Outcome {
	/**
	 * An outcome.
	 *
	 * @param int    $status The HTTP status; 0: there was no answer.
	 * @param string $reason Why it failed, for people.
	 * @param int    $wait   How many seconds the server asks to wait.
	 */
	public function __construct( public readonly int $status, public readonly string $reason = '', public readonly int $wait = 0 ) {}

	/** It was done. */
	public function done(): bool {
		return $this->status >= 200 && $this->status < 300;
	}

	/** The article itself was refused: sending it again changes nothing. */
	public function refused(): bool {
		return in_array( $this->status, array( 400, 413, 422 ), true );
	}
}
