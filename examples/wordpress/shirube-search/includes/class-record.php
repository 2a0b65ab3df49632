<?php
/**
 * A post as an article of Shirube.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * Makes articles of posts.
 */
final class Record {
	/**
	 * The id under which a post is kept.
	 *
	 * @param int $post_id The post.
	 */
	public static function id( int $post_id ): string {
		return Settings::get( 'prefix' ) . $post_id;
	}

	/**
	 * Whether everybody may read a post. What not everybody may read never leaves the site.
	 *
	 * @param \WP_Post|null $post The post.
	 */
	public static function is_public( ?\WP_Post $post ): bool {
		$public = null !== $post
			&& 'publish' === $post->post_status
			&& '' === $post->post_password
			&& in_array( $post->post_type, Settings::post_types(), true );
		/**
		 * Filters whether a post is searchable, for plugins that hide posts in other ways. What
		 * is not public by WordPress' own rules stays out whatever this says.
		 *
		 * @param bool          $public Whether it is.
		 * @param \WP_Post|null $post   The post.
		 */
		return $public && (bool) apply_filters( 'shirube_search_is_public', $public, $post );
	}

	/**
	 * The article of a public post, as a visitor sees it who is not logged in.
	 *
	 * @param \WP_Post $post The post.
	 * @return array<string, mixed>
	 */
	public static function of( \WP_Post $post ): array {
		$plain  = static fn( string $html ): string => trim( html_entity_decode( wp_strip_all_tags( $html ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ) );
		$record = array(
			'title'     => $plain( get_the_title( $post ) ),
			'html'      => self::rendered( $post ),
			'url'       => (string) get_permalink( $post ),
			'published' => (string) get_post_time( 'c', true, $post ),
			'updated'   => (string) get_post_modified_time( 'c', true, $post ),
			'lang'      => get_bloginfo( 'language' ),
			'tags'      => wp_get_post_terms( $post->ID, 'post_tag', array( 'fields' => 'names' ) ),
		);
		if ( has_excerpt( $post ) ) {
			$record['description'] = $plain( $post->post_excerpt );
		}
		$image = get_the_post_thumbnail_url( $post, 'large' );
		if ( is_string( $image ) ) {
			$record['image'] = $image;
		}
		if ( '' !== Settings::get( 'collection' ) ) {
			$record['collection'] = Settings::get( 'collection' );
		}
		if ( ! is_array( $record['tags'] ) ) {
			unset( $record['tags'] );
		}
		/**
		 * Filters an article before it is sent, to add reviewers, sources or treatments.
		 *
		 * @param array<string, mixed> $record The article, by the fields of PUT /v1/articles/{id}.
		 * @param \WP_Post             $post   The post.
		 */
		return (array) apply_filters( 'shirube_search_record', $record, $post );
	}

	/**
	 * The HTML of a post's content. It is rendered for nobody, so that what plugins show to
	 * members only stays out, whoever runs this.
	 *
	 * @param \WP_Post $rendered The post.
	 */
	private static function rendered( \WP_Post $rendered ): string {
		global $post;
		$before = $post;
		$user   = get_current_user_id();
		wp_set_current_user( 0 );
		Box::silence( true );
		try {
			$post = $rendered; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- as the loop does.
			setup_postdata( $post );
			return (string) apply_filters( 'the_content', $rendered->post_content ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WordPress' own filter.
		} finally {
			Box::silence( false );
			wp_set_current_user( $user );
			$post = $before; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- as it was.
			if ( $before instanceof \WP_Post ) {
				setup_postdata( $before );
			}
		}
	}
}
