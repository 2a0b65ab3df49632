<?php
/**
 * Plugin Name:       Shirube Search
 * Description:       The search box of a Shirube server as [shirube_search], and every published post sent to its index.
 * Version:           1.0.0
 * Requires at least: 6.1
 * Requires PHP:      8.1
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       shirube-search
 * Domain Path:       /languages
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/includes/class-settings.php';
require_once __DIR__ . '/includes/class-client.php';
require_once __DIR__ . '/includes/class-record.php';
require_once __DIR__ . '/includes/class-queue.php';
require_once __DIR__ . '/includes/class-sync.php';
require_once __DIR__ . '/includes/class-box.php';
require_once __DIR__ . '/includes/class-admin.php';

Sync::register();
Box::register();
if ( is_admin() ) {
	Admin::register();
}
if ( defined( 'WP_CLI' ) && WP_CLI ) {
	require_once __DIR__ . '/includes/class-command.php';
	\WP_CLI::add_command( 'shirube', Command::class );
}

add_action(
	'init',
	static function (): void {
		load_plugin_textdomain( 'shirube-search', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	}
);
register_deactivation_hook( __FILE__, array( Queue::class, 'unschedule' ) );
