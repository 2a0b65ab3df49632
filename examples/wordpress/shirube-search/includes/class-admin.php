<?php
/**
 * The settings page, and what administrators are told.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * Settings → Shirube Search.
 */
final class Admin {
	private const PAGE    = 'shirube-search';
	private const REINDEX = 'shirube_search_reindex';

	/** Adds the hooks. */
	public static function register(): void {
		add_action( 'admin_menu', array( self::class, 'menu' ) );
		add_action( 'admin_init', array( self::class, 'settings' ) );
		add_action( 'admin_notices', array( self::class, 'notice' ) );
		add_action( 'admin_post_' . self::REINDEX, array( self::class, 'reindex' ) );
	}

	/** Adds the page to the menu. */
	public static function menu(): void {
		add_options_page( __( 'Shirube Search', 'shirube-search' ), __( 'Shirube Search', 'shirube-search' ), 'manage_options', self::PAGE, array( self::class, 'page' ) );
	}

	/** Registers the settings. */
	public static function settings(): void {
		add_option( Settings::OPTION, array(), '', 'no' ); // Keys are not for every request.
		register_setting( self::PAGE, Settings::OPTION, array( 'sanitize_callback' => array( Settings::class, 'sanitize' ) ) );
	}

	/** The page. */
	public static function page(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		$has_key = '' !== Settings::get( 'admin_key' );
		echo '<div class="wrap"><h1>' . esc_html__( 'Shirube Search', 'shirube-search' ) . '</h1><form method="post" action="options.php">';
		settings_fields( self::PAGE );
		echo '<table class="form-table" role="presentation">';
		self::field( 'endpoint', 'url', __( 'Address of the server', 'shirube-search' ), __( 'With its base path, such as https://search.example.jp/kb', 'shirube-search' ) );
		self::field( 'search_key', 'text', __( 'Search key', 'shirube-search' ), __( 'Stands in every page: a key with the scope search only, bound to this site.', 'shirube-search' ) );
		self::field( 'admin_key', 'password', __( 'Admin key', 'shirube-search' ), $has_key ? __( 'There is one, which is not shown. Leave this empty to keep it.', 'shirube-search' ) : __( 'A key with the scope admin, by which posts are sent.', 'shirube-search' ) );
		if ( $has_key ) {
			printf( '<tr><th></th><td><label><input type="checkbox" name="%s[forget_admin_key]" value="1"> %s</label></td></tr>', esc_attr( Settings::OPTION ), esc_html__( 'Forget the admin key', 'shirube-search' ) );
		}
		self::field( 'collection', 'text', __( 'Collection', 'shirube-search' ), __( 'Where the posts are kept; empty: default.', 'shirube-search' ) );
		self::field( 'prefix', 'text', __( 'Prefix of ids', 'shirube-search' ), __( 'Tells the posts of this site from those of others on the same server.', 'shirube-search' ) );
		echo '</table>';
		submit_button();
		echo '</form><h2>' . esc_html__( 'Posts', 'shirube-search' ) . '</h2>';
		self::state();
		printf( '<form method="post" action="%s"><input type="hidden" name="action" value="%s">', esc_url( admin_url( 'admin-post.php' ) ), esc_attr( self::REINDEX ) );
		wp_nonce_field( self::REINDEX );
		submit_button( __( 'Send all posts again', 'shirube-search' ), 'secondary' );
		echo '</form></div>';
	}

	/**
	 * One setting of the page. A secret is never printed.
	 *
	 * @param string $name  Its name.
	 * @param string $type  Of the input.
	 * @param string $label Its label.
	 * @param string $help  What it is.
	 */
	private static function field( string $name, string $type, string $label, string $help ): void {
		printf(
			'<tr><th scope="row"><label for="shirube-%1$s">%2$s</label></th><td><input class="regular-text" id="shirube-%1$s" type="%3$s" name="%4$s[%1$s]" value="%5$s" autocomplete="off" aria-describedby="shirube-%1$s-help"><p class="description" id="shirube-%1$s-help">%6$s</p></td></tr>',
			esc_attr( $name ),
			esc_html( $label ),
			esc_attr( $type ),
			esc_attr( Settings::OPTION ),
			esc_attr( 'password' === $type ? '' : Settings::all()[ $name ] ),
			esc_html( $help )
		);
	}

	/** What waits, and what has failed. */
	private static function state(): void {
		$waiting = count( Queue::jobs() );
		/* translators: %d: number of posts */
		echo '<p>' . esc_html( sprintf( _n( '%d post waits to be sent.', '%d posts wait to be sent.', $waiting, 'shirube-search' ), $waiting ) ) . '</p>';
		echo '<ul>';
		foreach ( array_slice( Queue::failures(), 0, 20, true ) as $post_id => $job ) {
			echo '<li>' . esc_html( get_the_title( $post_id ) . ' (' . $post_id . '): ' . $job['error'] ) . '</li>';
		}
		echo '</ul>';
	}

	/** Tells administrators that posts could not be sent. */
	public static function notice(): void {
		$failures = current_user_can( 'manage_options' ) ? Queue::failures() : array();
		if ( array() === $failures ) {
			return;
		}
		$last = end( $failures );
		printf(
			'<div class="notice notice-error"><p>%s</p><p>%s</p><p><a href="%s">%s</a></p></div>',
			/* translators: %d: number of posts */
			esc_html( sprintf( _n( 'Shirube Search could not send %d post; what visitors find may be out of date.', 'Shirube Search could not send %d posts; what visitors find may be out of date.', count( $failures ), 'shirube-search' ), count( $failures ) ) ),
			esc_html( $last['error'] ),
			esc_url( admin_url( 'options-general.php?page=' . self::PAGE ) ),
			esc_html__( 'Look at the settings', 'shirube-search' )
		);
	}

	/** Sends all posts again, on an administrator's word. */
	public static function reindex(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not do this.', 'shirube-search' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( self::REINDEX );
		Queue::add_all();
		wp_safe_redirect( admin_url( 'options-general.php?page=' . self::PAGE ) );
		exit;
	}
}
