<?php
/**
 * The index in step with the posts.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * Notices what becomes of posts.
 */
final class Sync {
	/** Adds the hooks. */
	public static function register(): void {
		add_action( 'transition_post_status', array( self::class, 'changed' ), 10, 3 );
		add_action( 'deleted_post', array( self::class, 'deleted' ), 10, 2 );
		add_action( Queue::EVENT, array( Queue::class, 'run' ), 10, 0 );
	}

	/**
	 * A post was published, updated, or is no longer published: scheduled, trashed, made a
	 * draft or private again. What was never published concerns nobody.
	 *
	 * @param string   $new_status What it is.
	 * @param string   $old_status What it was.
	 * @param \WP_Post $post       The post.
	 */
	public static function changed( string $new_status, string $old_status, \WP_Post $post ): void {
		if ( in_array( 'publish', array( $new_status, $old_status ), true ) && in_array( $post->post_type, Settings::post_types(), true ) ) {
			Queue::add( $post->ID );
		}
	}

	/**
	 * A post was deleted for good, perhaps without having been in the trash.
	 *
	 * @param int      $post_id The post.
	 * @param \WP_Post $post    The post.
	 */
	public static function deleted( int $post_id, \WP_Post $post ): void {
		if ( in_array( $post->post_type, Settings::post_types(), true ) && 'auto-draft' !== $post->post_status ) {
			Queue::add( $post_id );
		}
	}

	/**
	 * Makes the index say of a post what is so now. An article that is refused is taken away:
	 * what it said before is no longer what the site says.
	 *
	 * @param int $post_id The post.
	 */
	public static function push( int $post_id ): Outcome {
		clean_post_cache( $post_id );
		$post = get_post( $post_id );
		if ( ! $post instanceof \WP_Post || ! Record::is_public( $post ) ) {
			return Client::delete( Record::id( $post_id ) );
		}
		$outcome = Client::put( Record::id( $post_id ), Record::of( $post ) );
		if ( $outcome->refused() ) {
			$gone = Client::delete( Record::id( $post_id ) );
			return $gone->done() ? $outcome : $gone;
		}
		return $outcome;
	}
}
