<?php
/**
 * What is still to be sent.
 *
 * @package Shirube_Search
 */

declare( strict_types=1 );

namespace Shirube_Search;

defined( 'ABSPATH' ) || exit;

/**
 * One row a post that has changed, in the table of options. What is to be done is decided
 * when it is done, from the post as it is then, so that a post that changes often is sent
 * once and two changes cannot overtake one another.
 *
 * @phpstan-type Job array{due: int, tries: int, error: string, mark: string}
 */
final class Queue {
	public const EVENT    = 'shirube_search_run';
	public const PREFIX   = 'shirube_search_job_';
	private const LOCK    = 'shirube_search_lock';
	private const BATCH   = 25;
	private const LONGEST = 6 * HOUR_IN_SECONDS;

	/**
	 * Remembers that a post has changed.
	 *
	 * @param int $post_id The post.
	 */
	public static function add( int $post_id ): void {
		self::write( $post_id, array( 'due' => time(), 'tries' => 0, 'error' => '' ) );
		self::schedule( time() );
	}

	/** Remembers every post, also those that are not public: the index may still have them. */
	public static function add_all(): int {
		global $wpdb;
		$types = Settings::post_types();
		$marks = implode( ',', array_fill( 0, count( $types ), '%s' ) );
		$ids   = $wpdb->get_col( // phpcs:ignore WordPress.DB -- ids only, of every status, and too many for WP_Query.
			$wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type IN ($marks) AND post_status <> 'auto-draft' ORDER BY ID", $types ) // phpcs:ignore WordPress.DB
		);
		foreach ( $ids as $id ) {
			self::write( (int) $id, array( 'due' => time(), 'tries' => 0, 'error' => '' ) );
		}
		self::schedule( time() );
		return count( $ids );
	}

	/**
	 * Sends what is due. It is run by wp-cron, off the path of any request of a visitor.
	 *
	 * @param int $now The time; 0: now.
	 * @return int How many posts were sent, or taken away.
	 */
	public static function run( int $now = 0 ): int {
		$now = 0 === $now ? time() : $now;
		if ( ! Settings::can_send() || ! self::lock() ) {
			return 0;
		}
		$done = 0;
		$down = null; // Why the server does nothing: the others would fare no better, and are not tried.
		try {
			foreach ( self::jobs() as $post_id => $job ) {
				if ( $job['due'] > $now || $done >= self::BATCH ) {
					continue;
				}
				$outcome = $down ?? Sync::push( $post_id );
				if ( $outcome->done() ) {
					self::remove( $post_id, $job );
					++$done;
					continue;
				}
				self::postpone( $post_id, $job, $outcome, $now );
				$down = $outcome->refused() ? null : $outcome;
			}
		} finally {
			delete_option( self::LOCK );
		}
		self::schedule_next();
		return $done;
	}

	/**
	 * Puts a job off: longer every time, and for good where the article itself was refused.
	 *
	 * @param int     $post_id The post.
	 * @param array   $job     The job as it was read.
	 * @param Outcome $outcome Why it failed.
	 * @param int     $now     The time.
	 */
	private static function postpone( int $post_id, array $job, Outcome $outcome, int $now ): void {
		$tries = $job['tries'] + 1;
		$wait  = min( self::LONGEST, MINUTE_IN_SECONDS * ( 2 ** min( $tries - 1, 12 ) ) );
		$due   = $outcome->refused() ? PHP_INT_MAX : $now + max( $wait, $outcome->wait );
		if ( self::remove( $post_id, $job ) ) { // Else it has changed meanwhile, and is due as it is.
			self::write( $post_id, array( 'due' => $due, 'tries' => $tries, 'error' => $outcome->reason ) );
		}
	}

	/**
	 * All jobs, the oldest post first.
	 *
	 * @return array<int, Job>
	 */
	public static function jobs(): array {
		global $wpdb;
		$rows = $wpdb->get_results( // phpcs:ignore WordPress.DB -- a cache would show what another process has changed.
			$wpdb->prepare( "SELECT option_name, option_value FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX ) . '%' )
		);
		$jobs = array();
		foreach ( $rows as $row ) {
			$job = json_decode( $row->option_value, true );
			if ( is_array( $job ) ) {
				$job['mark'] = $row->option_value;

				$jobs[ (int) substr( $row->option_name, strlen( self::PREFIX ) ) ] = $job;
			}
		}
		ksort( $jobs );
		return $jobs;
	}

	/**
	 * Jobs that have failed.
	 *
	 * @return array<int, Job>
	 */
	public static function failures(): array {
		return array_filter( self::jobs(), static fn( array $job ): bool => '' !== $job['error'] );
	}

	/**
	 * Writes a job. The random part tells two writes of the same thing apart.
	 *
	 * @param int                  $post_id The post.
	 * @param array<string, mixed> $job     The job.
	 */
	private static function write( int $post_id, array $job ): void {
		global $wpdb;
		$job['nonce'] = wp_generate_uuid4();
		$wpdb->query( // phpcs:ignore WordPress.DB -- see jobs().
			$wpdb->prepare(
				"INSERT INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no') ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)",
				self::PREFIX . $post_id,
				wp_json_encode( $job )
			)
		);
	}

	/**
	 * Removes a job, unless it was written anew since it was read.
	 *
	 * @param int   $post_id The post.
	 * @param array $job     The job as it was read.
	 */
	private static function remove( int $post_id, array $job ): bool {
		global $wpdb;
		return (bool) $wpdb->delete( // phpcs:ignore WordPress.DB -- see jobs().
			$wpdb->options,
			array(
				'option_name'  => self::PREFIX . $post_id,
				'option_value' => $job['mark'],
			)
		);
	}

	/** One process sends at a time; one that died holds nobody up for more than ten minutes. */
	private static function lock(): bool {
		if ( add_option( self::LOCK, time(), '', 'no' ) ) {
			return true;
		}
		if ( (int) get_option( self::LOCK ) > time() - 10 * MINUTE_IN_SECONDS ) {
			return false;
		}
		delete_option( self::LOCK );
		return add_option( self::LOCK, time(), '', 'no' );
	}

	/**
	 * Asks wp-cron to run at a time, unless it will have run before.
	 *
	 * @param int $time The time.
	 */
	private static function schedule( int $time ): void {
		$next = wp_next_scheduled( self::EVENT );
		if ( false !== $next && $next <= $time ) {
			return;
		}
		self::unschedule();
		wp_schedule_single_event( $time, self::EVENT );
	}

	/** Asks wp-cron to run when the next job is due. */
	private static function schedule_next(): void {
		$due = array_filter( array_column( self::jobs(), 'due' ), static fn( int $time ): bool => PHP_INT_MAX !== $time );
		if ( array() !== $due ) {
			self::schedule( max( time(), min( $due ) ) );
		}
	}

	/** Takes back what wp-cron was asked for. */
	public static function unschedule(): void {
		wp_clear_scheduled_hook( self::EVENT );
	}
}
