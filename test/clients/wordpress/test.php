<?php
// The plugin of examples/wordpress in a real WordPress, against a real server.

declare( strict_types=1 );

require __DIR__ . '/wp-config.php';

use Shirube_Search\Admin;
use Shirube_Search\Queue;
use Shirube_Search\Settings;

$base = (string) getenv( 'SHIRUBE_BASE' );
$keys = array( 'search' => (string) getenv( 'SHIRUBE_SEARCH_KEY' ), 'admin' => (string) getenv( 'SHIRUBE_ADMIN' ) );

function check( bool $ok, string $what, mixed $seen = null ): void {
	if ( ! $ok ) {
		fwrite( STDERR, "FAILED: $what\n" . var_export( $seen, true ) . "\n" );
		exit( 1 );
	}
	echo "ok: $what\n";
}

/** What a visitor finds. */
function found( string $query ): array {
	global $base, $keys;
	$answer = wp_remote_get(
		$base . '/v1/search?facets=none&match=all&interpret=off&q=' . rawurlencode( '"' . $query . '"' ),
		array( 'headers' => array( 'Authorization' => 'Bearer ' . $keys['search'] ) )
	);
	$body = json_decode( wp_remote_retrieve_body( $answer ), true );
	check( isset( $body['hits'] ), "the server answers «{$query}»", $answer );
	return array_column( $body['hits'], 'article' );
}

/** wp-cron runs, when it was asked to. */
function cron(): void {
	$next = wp_next_scheduled( Queue::EVENT );
	check( false !== $next && $next <= time(), 'wp-cron was asked to run', $next );
	wp_unschedule_event( $next, Queue::EVENT );
	do_action( Queue::EVENT );
}

function printed( callable $print ): string {
	ob_start();
	$print();
	return (string) ob_get_clean();
}

// Settings: kept, checked, and the admin key is not printed again.
$admin = get_user_by( 'login', 'admin' );
wp_set_current_user( $admin->ID );
do_action( 'admin_init' );
update_option( Settings::OPTION, array( 'endpoint' => 'javascript:alert(1)', 'prefix' => '../', 'admin_key' => 'x' ) );
check( '' === Settings::get( 'endpoint' ) && 'wp-' === Settings::get( 'prefix' ), 'what is no address is not kept', Settings::all() );
update_option( Settings::OPTION, array( 'endpoint' => "$base/", 'search_key' => $keys['search'], 'admin_key' => $keys['admin'], 'prefix' => 'blog-' ) );
update_option( Settings::OPTION, array( 'endpoint' => $base, 'search_key' => $keys['search'], 'admin_key' => '', 'prefix' => 'blog-' ) );
check( $base === Settings::get( 'endpoint' ) && $keys['admin'] === Settings::get( 'admin_key' ), 'the admin key stays when it is not sent', Settings::all() );
require_once ABSPATH . 'wp-admin/includes/template.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
$page = printed( array( Admin::class, 'page' ) );
check( ! str_contains( $page, $keys['admin'] ) && str_contains( $page, $keys['search'] ), 'the admin key is not shown', $page );
$autoloaded = wp_load_alloptions( true );
check( ! isset( $autoloaded[ Settings::OPTION ] ), 'keys are not loaded with every request' );

// The box.
$html = do_shortcode( '[shirube_search mode="modal" label=\'"><script>alert(1)</script>\' onclick="x"]' );
check( 1 === preg_match( '~^<shirube-search endpoint="http://127[^"]*/kb" key="' . $keys['search'] . '" [^<>]*></shirube-search>$~', $html ), 'the box', $html );
check( ! str_contains( $html, 'onclick' ) && str_contains( $html, 'mode="modal"' ), 'the box has no other attributes', $html );
$scripts = printed( static fn() => wp_print_scripts( 'shirube-search-box' ) );
check( str_contains( $scripts, '<script type="module" src="' . $base . '/widget/shirube.js"' ), 'the script is a module', $scripts );

// Publishing: searchable, as it is rendered, with its address and dates.
add_shortcode( 'price', static fn() => is_user_logged_in() ? '会員価格1円' : '<p>1回5,500円（税込）です。</p>' );
$post = array( 'post_title' => 'ゼブラ外来 &amp; ご案内', 'post_content' => "<h2>概要</h2>\n<p>ゼブラ外来は予約制です。</p>\n[shirube_search]\n<h2>費用</h2>\n[price]", 'post_status' => 'draft', 'post_name' => 'zebra' );
$id   = wp_insert_post( $post );
check( array() === Queue::jobs(), 'a draft is nobody\'s business' );
wp_update_post( array( 'ID' => $id, 'post_status' => 'publish', 'tags_input' => 'お知らせ' ) );
wp_update_post( array( 'ID' => $id, 'post_excerpt' => '予約制の外来です。' ) );
check( 1 === count( Queue::jobs() ), 'two changes are one job', Queue::jobs() );
check( array() === found( 'ゼブラ外来は予約制です' ), 'nothing was sent yet' );
cron();
check( array() === Queue::jobs(), 'the job is done', Queue::jobs() );
$hits = found( 'ゼブラ外来は予約制です' );
check( 1 === count( $hits ) && 'blog-' . $id === $hits[0]['id'], 'what is published is searchable', $hits );
check( 'ゼブラ外来 & ご案内' === $hits[0]['title'] && get_permalink( $id ) === $hits[0]['url'], 'its title and address', $hits );
check( 5500 === $hits[0]['cost']['min_yen'] && array() === found( '会員価格' ), 'the content is what a visitor sees', $hits );
check( 0 === strpos( $hits[0]['updated'], gmdate( 'Y-m-d' ) ), 'its date', $hits );
check( get_current_user_id() === $admin->ID, 'the user is who he was' );

// Updating.
wp_update_post( array( 'ID' => $id, 'post_content' => '<h2>概要</h2><p>シマウマ外来に改称しました。</p>' ) );
cron();
check( 1 === count( found( 'シマウマ外来に改称しました' ) ) && array() === found( 'ゼブラ外来は予約制です' ), 'what is updated is changed' );

// Trash and back, draft, scheduled, private, password, deleted: gone; published again: back.
$gone = static function ( string $how ) {
	cron();
	check( array() === found( 'シマウマ外来に改称しました' ), "$how: gone" );
};
$back = static function ( string $how ) {
	cron();
	check( 1 === count( found( 'シマウマ外来に改称しました' ) ), "$how: there" );
};
wp_trash_post( $id );
$gone( 'trashed' );
wp_untrash_post( $id );
wp_publish_post( $id );
$back( 'untrashed and published' );
foreach ( array( array( 'post_status' => 'private' ), array( 'post_status' => 'draft' ), array( 'post_password' => 'secret' ), array( 'post_status' => 'future', 'post_date' => '2999-01-01 00:00:00', 'post_date_gmt' => '2999-01-01 00:00:00', 'edit_date' => true ) ) as $change ) {
	wp_update_post( array( 'ID' => $id ) + $change );
	$gone( (string) wp_json_encode( $change ) );
	wp_update_post( array( 'ID' => $id, 'post_status' => 'publish', 'post_password' => '', 'post_date' => '2026-01-01 00:00:00', 'post_date_gmt' => '2026-01-01 00:00:00', 'edit_date' => true ) );
	$back( 'published' );
}
$other = wp_insert_post( array( 'post_title' => '非公開', 'post_content' => 'ひみつの外来です。', 'post_status' => 'publish', 'post_password' => 'secret' ) );
cron();
check( array() === found( 'ひみつの外来です' ), 'what has a password never leaves' );

// The server is down: retried, later every time, and administrators are told.
$settings = Settings::all();
update_option( Settings::OPTION, array( 'endpoint' => 'http://127.0.0.1:1' ) + $settings );
wp_update_post( array( 'ID' => $id, 'post_content' => '<h2>概要</h2><p>キリン外来に改称しました。</p>' ) );
wp_update_post( array( 'ID' => $other, 'post_content' => 'かわりました。' ) );
cron();
$jobs = Queue::jobs();
check( 2 === count( $jobs ) && 1 === $jobs[ $id ]['tries'] && $jobs[ $id ]['due'] > time() && '' !== $jobs[ $id ]['error'], 'a server that is down is tried again', $jobs );
check( wp_next_scheduled( Queue::EVENT ) > time() + 30, 'but not at once', wp_next_scheduled( Queue::EVENT ) );
Queue::run( time() + 3600 );
$later = Queue::jobs();
check( 2 === $later[ $id ]['tries'] && $later[ $id ]['due'] - time() > $jobs[ $id ]['due'] - time() + 3600, 'later every time', $later );
$notice = printed( static fn() => do_action( 'admin_notices' ) );
check( str_contains( $notice, 'notice-error' ) && str_contains( $notice, '2 posts' ), 'administrators are told', $notice );
wp_set_current_user( 0 );
check( '' === printed( array( Admin::class, 'notice' ) ), 'others are not' );
wp_set_current_user( $admin->ID );
update_option( Settings::OPTION, $settings );
Queue::run( time() + DAY_IN_SECONDS );
check( 1 === count( found( 'キリン外来に改称しました' ) ) && array() === Queue::jobs(), 'when it is back the change arrives', Queue::jobs() );
check( '' === printed( array( Admin::class, 'notice' ) ), 'and the notice is gone' );

// A refused key is a failure, too.
update_option( Settings::OPTION, array( 'admin_key' => $keys['search'] ) + $settings );
Queue::add( $id );
cron();
check( 1 === count( Queue::failures() ), 'a key that may not is told', Queue::jobs() );
update_option( Settings::OPTION, $settings );

// An article that is refused does not leave what it said before.
wp_update_post( array( 'ID' => $id, 'post_content' => '' ) );
Queue::run( time() + DAY_IN_SECONDS );
check( array() === found( 'キリン外来に改称しました' ) && 1 === count( Queue::failures() ), 'a refused article is gone, and told', Queue::jobs() );
wp_update_post( array( 'ID' => $id, 'post_content' => '<p>キリン外来に改称しました。</p>' ) );
cron();
check( array() === Queue::failures(), 'a new version is sent' );

// All again: what changed behind the plugin's back is put right; only administrators may, by their own form.
global $wpdb;
$wpdb->update( $wpdb->posts, array( 'post_status' => 'private' ), array( 'ID' => $id ) );
clean_post_cache( $id );
add_filter( 'wp_die_handler', static fn() => static function ( $message ) { throw new RuntimeException( is_string( $message ) ? $message : 'refused' ); } );
add_filter( 'wp_redirect', static fn( $to ) => throw new RuntimeException( "to $to" ) );
$asked = static function (): string {
	try {
		do_action( 'admin_post_shirube_search_reindex' );
	} catch ( RuntimeException $e ) {
		return $e->getMessage();
	}
	return 'nothing happened';
};
wp_set_current_user( 0 );
check( ! str_starts_with( $asked(), 'to ' ) && array() === Queue::jobs(), 'a visitor may not send all again', $asked() );
wp_set_current_user( $admin->ID );
check( ! str_starts_with( $asked(), 'to ' ) && array() === Queue::jobs(), 'nor may a page of others', $asked() );
$_REQUEST['_wpnonce'] = wp_create_nonce( 'shirube_search_reindex' );
check( str_starts_with( $asked(), 'to ' ) && count( Queue::jobs() ) >= 2, 'an administrator may', Queue::jobs() );
cron();
check( array() === found( 'キリン外来に改称しました' ), 'what is private now is gone' );

// Deleted for good without the trash.
$last = wp_insert_post( array( 'post_title' => 'ラクダ', 'post_content' => 'ラクダ外来を始めました。', 'post_status' => 'publish' ) );
cron();
check( 1 === count( found( 'ラクダ外来を始めました' ) ), 'a last one' );
wp_delete_post( $last, true );
cron();
check( array() === found( 'ラクダ外来を始めました' ), 'deleted: gone' );

// Uninstalling leaves nothing.
Queue::add( $id );
define( 'WP_UNINSTALL_PLUGIN', 'shirube-search/shirube-search.php' );
require WP_PLUGIN_DIR . '/shirube-search/uninstall.php';
$left = $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%shirube%'" );
check( array() === $left && false === wp_next_scheduled( Queue::EVENT ), 'nothing is left', $left );
echo "wordpress: ok\n";
