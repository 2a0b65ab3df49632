<?php
/**
 * What the site's administrator has set.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * The settings. The admin key may also be the constant SHIRUBE_ADMIN_KEY of wp-config.php,
 * which keeps it out of the database.
 */
final class Settings {
	public const OPTION = 'shirube_search';

	/**
	 * All settings, with defaults for what is not set.
	 *
	 * @return array{endpoint: string, search_key: string, admin_key: string, collection: string, prefix: string}
	 */
	public static function all(): array {
		$defaults = array(
			'endpoint'   => '',
			'search_key' => '',
			'admin_key'  => '',
			'collection' => '',
			'prefix'     => 'wp-',
		);
		$stored   = get_option( self::OPTION, array() );
		$settings = array_merge( $defaults, array_intersect_key( is_array( $stored ) ? $stored : array(), $defaults ) );
		return array_map( 'strval', $settings );
	}

	/**
	 * One setting.
	 *
	 * @param string $name Its name.
	 */
	public static function get( string $name ): string {
		if ( 'admin_key' === $name && defined( 'SHIRUBE_ADMIN_KEY' ) ) {
			return (string) constant( 'SHIRUBE_ADMIN_KEY' );
		}
		return self::all()[ $name ] ?? '';
	}

	/** Whether posts can be sent at all. */
	public static function can_send(): bool {
		return '' !== self::get( 'endpoint' ) && '' !== self::get( 'admin_key' );
	}

	/**
	 * What the settings page sends, made fit to be stored. A key that is not sent stays.
	 *
	 * @param mixed $sent What was sent.
	 * @return array<string, string>
	 */
	public static function sanitize( mixed $sent ): array {
		$kept = self::all();
		if ( ! is_array( $sent ) ) {
			return $kept;
		}
		$text = static fn( string $name ): string => trim( sanitize_text_field( (string) ( $sent[ $name ] ?? '' ) ) );

		$kept['endpoint']   = untrailingslashit( esc_url_raw( $text( 'endpoint' ), array( 'https', 'http' ) ) );
		$kept['search_key'] = $text( 'search_key' );
		$kept['collection'] = $text( 'collection' );
		if ( preg_match( '/^[A-Za-z0-9_-]{1,40}$/', $text( 'prefix' ) ) ) {
			$kept['prefix'] = $text( 'prefix' );
		}
		if ( ! empty( $sent['forget_admin_key'] ) ) {
			$kept['admin_key'] = '';
		} elseif ( '' !== $text( 'admin_key' ) ) {
			$kept['admin_key'] = $text( 'admin_key' );
		}
		return $kept;
	}

	/**
	 * The types of posts that are sent.
	 *
	 * @return string[]
	 */
	public static function post_types(): array {
		/**
		 * Filters which types of posts are searchable.
		 *
		 * @param string[] $types Names of post types.
		 */
		return (array) apply_filters( 'shirube_search_post_types', array( 'post', 'page' ) );
	}
}
