<?php
/**
 * The search box.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * The shortcode [shirube_search] and the script that it needs.
 */
final class Box {
	private const HANDLE = 'shirube-search-box';

	/** Attributes of the element that a shortcode may set. */
	private const ATTRIBUTES = array( 'mode', 'lang', 'label', 'placeholder', 'param', 'history', 'results', 'limit', 'facets', 'filters', 'events', 'hotkeys', 'collection', 'query' );

	/**
	 * Whether nothing is printed, because the content is on its way to the index.
	 *
	 * @var bool
	 */
	private static bool $silent = false;

	/** Adds the shortcode. */
	public static function register(): void {
		add_shortcode( 'shirube_search', array( self::class, 'render' ) );
		add_filter( 'script_loader_tag', array( self::class, 'as_module' ), 10, 3 );
	}

	/**
	 * Silences the shortcode.
	 *
	 * @param bool $silent Whether it is silent.
	 */
	public static function silence( bool $silent ): void {
		self::$silent = $silent;
	}

	/**
	 * The element, with what the shortcode says.
	 *
	 * @param array<string, string>|string $attributes The shortcode's attributes; '' for none.
	 */
	public static function render( array|string $attributes ): string {
		$endpoint = Settings::get( 'endpoint' );
		if ( self::$silent || '' === $endpoint ) {
			return '';
		}
		wp_enqueue_script( self::HANDLE, $endpoint . '/widget/shirube.js', array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- the server tells how long it may be kept.
		$defaults = array_fill_keys( self::ATTRIBUTES, '' );

		$defaults['collection'] = Settings::get( 'collection' );
		$defaults['lang']       = substr( get_bloginfo( 'language' ), 0, 2 );

		$given = shortcode_atts( $defaults, (array) $attributes, 'shirube_search' );
		$html  = '<shirube-search endpoint="' . esc_url( $endpoint ) . '" key="' . esc_attr( Settings::get( 'search_key' ) ) . '"';
		foreach ( $given as $name => $value ) {
			if ( '' !== (string) $value ) {
				$html .= ' ' . $name . '="' . esc_attr( (string) $value ) . '"';
			}
		}
		return $html . '></shirube-search>';
	}

	/**
	 * Makes a module of the script's tag.
	 *
	 * @param string $tag    The tag.
	 * @param string $handle Whose it is.
	 * @param string $src    The address.
	 */
	public static function as_module( string $tag, string $handle, string $src ): string {
		if ( self::HANDLE !== $handle ) {
			return $tag;
		}
		return '<script type="module" src="' . esc_url( $src ) . '" id="' . esc_attr( $handle ) . '-js"></script>' . "\n"; // phpcs:ignore WordPress.WP.EnqueuedResources.NonEnqueuedScript -- it is enqueued; this is its tag.
	}
}
