<?php
// The settings of a WordPress that a test makes, of what its environment says.

define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'WP_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'WP_CONTENT_DIR', getenv( 'WP_CONTENT' ) );
define( 'WP_CONTENT_URL', 'http://blog.example/wp-content' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', true );
define( 'DISABLE_WP_CRON', true ); // the test runs it
define( 'WP_ADMIN', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
foreach ( array( 'AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT' ) as $name ) {
	define( $name, 'of a test: ' . $name );
}
$table_prefix             = 'wp_';
$_SERVER['HTTP_HOST']     = 'blog.example';
$_SERVER['REQUEST_URI']   = '/';
$_SERVER['SERVER_NAME']   = 'blog.example';
$_SERVER['REMOTE_ADDR']   = '127.0.0.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
define( 'ABSPATH', rtrim( getenv( 'WP_FILES' ), '/' ) . '/' );
require ABSPATH . 'wp-settings.php';
