<?php
// Installs WordPress and activates the plugin.

define( 'WP_INSTALLING', true );
function wp_new_blog_notification() {} // it would send a mail
require __DIR__ . '/wp-config.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'クリニックのブログ', 'admin', 'admin@blog.example', true, '', 'a password' );
$problem = activate_plugin( 'shirube-search/shirube-search.php' );
if ( is_wp_error( $problem ) ) {
	fwrite( STDERR, $problem->get_error_message() );
	exit( 1 );
}
