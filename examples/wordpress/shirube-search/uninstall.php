<?php
/**
 * Takes everything away that the plugin has stored.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

global $wpdb;
wp_clear_scheduled_hook( 'shirube_search_run' );
delete_option( 'shirube_search' );
delete_option( 'shirube_search_lock' );
$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( 'shirube_search_job_' ) . '%' ) ); // phpcs:ignore WordPress.DB
wp_cache_flush();
