<?php
/**
 * WP-CLI.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * Sends posts to Shirube.
 */
final class Command {
	/**
	 * Sends all posts again, and takes away what is no longer public.
	 *
	 * ## EXAMPLES
	 *
	 *     wp shirube reindex
	 */
	public function reindex(): void {
		if ( ! Settings::can_send() ) {
			\WP_CLI::error( __( 'The address of the server or the admin key is not set.', 'shirube-search' ) );
		}
		$waiting = Queue::add_all();
		do {
			$done     = Queue::run();
			$waiting -= $done;
		} while ( $done > 0 );
		$failures = Queue::failures();
		foreach ( $failures as $post_id => $job ) {
			\WP_CLI::warning( $post_id . ': ' . $job['error'] );
		}
		if ( array() !== $failures || $waiting > 0 ) {
			\WP_CLI::error( __( 'Not all posts could be sent; the others are tried again.', 'shirube-search' ) );
		}
		\WP_CLI::success( __( 'All posts are searchable.', 'shirube-search' ) );
	}
}
