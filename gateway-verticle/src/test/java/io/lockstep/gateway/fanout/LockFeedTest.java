package io.lockstep.gateway.fanout;

import static io.lockstep.gateway.fanout.LockFeed.Verdict.AHEAD;
import static io.lockstep.gateway.fanout.LockFeed.Verdict.COMPLETE;
import static io.lockstep.gateway.fanout.LockFeed.Verdict.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One space's locks as a listener is told them, whatever gets lost between the store and this node. */
class LockFeedTest {
    private static final long NOW = 0;
    private static final long LATER = Duration.ofSeconds(11).toNanos();

    private final FakeLocks store = new FakeLocks("test:one", 100);
    private final LockFeed feed = new LockFeed(NOW);

    /** What a viewer shows who was told all that came out of the feed, and nothing else. */
    private final TreeSet<String> shown = new TreeSet<>();

    private int snapshots;

    @BeforeEach
    void readFirst() {
        read();
        snapshots = 0;
    }

    private void receive(Event event) {
        if (event instanceof Event.Locked locked) {
            show(feed.accept(locked, NOW));
        } else if (event instanceof Event.Unlocked unlocked) {
            show(feed.accept(unlocked, NOW));
        }
    }

    private void read() {
        feed.reading();
        answer(store.snapshot());
    }

    private void answer(LockSnapshot snapshot) {
        feed.read(snapshot, NOW).ifPresent(correction -> {
            snapshots++;
            correction.ended().forEach(lock -> shown.remove(lock.field()));
            correction.locks().locks().forEach(lock -> shown.add(lock.field()));
        });
        show(feed.takeReady());
    }

    private void show(List<Event> events) {
        for (var event : events) {
            if (event instanceof Event.Locked locked) {
                shown.add(locked.field());
            } else if (event instanceof Event.Unlocked unlocked) {
                shown.remove(unlocked.field());
            }
        }
    }

    /** As {@link LockFeeds} does it once nothing is on its way any more. */
    private void look() {
        if (feed.judge(store.lockSeq(), feed.lockSeq()) != COMPLETE) {
            read();
        }
    }

    @Test
    void events_that_arrive_need_no_snapshot() {
        // When
        receive(store.lock("a"));
        receive(store.lock("b"));
        receive(store.unlock("a"));
        look();
        // Then
        assertThat(shown).containsExactly("b");
        assertThat(snapshots).isZero();
    }

    @Test
    void nothing_goes_out_before_the_first_snapshot_and_nothing_twice() {
        // Given
        var fresh = new LockFeed(NOW);
        var before = store.lock("a");
        assertThat(fresh.accept(before, NOW)).isEmpty();
        fresh.reading();
        var during = store.lock("b");
        var snapshot = store.snapshot();
        var after = store.lock("c");
        assertThat(fresh.accept(during, NOW)).isEmpty();
        assertThat(fresh.accept(after, NOW)).isEmpty();
        // When
        var correction = fresh.read(snapshot, NOW).orElseThrow();
        // Then
        assertThat(correction.isStartingOver()).isFalse();
        assertThat(correction.locks()).isEqualTo(snapshot);
        assertThat(fresh.takeReady()).containsExactly(after);
    }

    @Test
    void lost_lock_is_found_by_the_next_event() {
        // When
        store.lock("lost");
        receive(store.lock("a"));
        // Then
        assertThat(feed.isMissing()).isTrue();
        read();
        assertThat(shown).containsExactly("a", "lost");
        assertThat(feed.isMissing()).isFalse();
    }

    @Test
    void lost_end_of_a_lock_is_named_to_who_still_shows_it() {
        // Given
        receive(store.lock("a"));
        receive(store.lock("b"));
        // When
        store.unlock("a");
        feed.reading();
        var correction = feed.read(store.snapshot(), NOW).orElseThrow();
        // Then
        assertThat(correction.ended()).extracting(Lock::field).containsExactly("a");
    }

    @Test
    void lost_last_event_is_found_by_the_counter_if_it_does_not_come_late() {
        // Given
        receive(store.lock("a"));
        var late = store.unlock("a");
        // When
        assertThat(feed.judge(store.lockSeq(), feed.lockSeq())).isEqualTo(AHEAD);
        assertThat(feed.isBehind(store.lockSeq())).isTrue();
        receive(late);
        // Then
        assertThat(feed.isBehind(store.lockSeq())).isFalse();
        store.lock("lost");
        look();
        assertThat(shown).containsExactly("lost");
    }

    @Test
    void counter_that_was_read_before_an_event_came_is_no_loss() {
        // Given
        var asked = feed.lockSeq();
        var head = store.lockSeq();
        // When
        receive(store.lock("a"));
        // Then
        assertThat(feed.judge(head, asked)).isEqualTo(COMPLETE);
    }

    @Test
    void events_out_of_order_go_out_in_order_without_a_snapshot() {
        // Given
        var first = store.lock("a");
        var second = store.unlock("a");
        // When
        receive(second);
        feed.reading();
        var snapshot = store.snapshot();
        receive(first);
        receive(first);
        answer(snapshot);
        // Then
        assertThat(shown).isEmpty();
        assertThat(snapshots).isZero();
        assertThat(feed.isMissing()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 50, 100_000})
    void store_that_comes_back_empty_is_told_whatever_it_counts_from(long lockSeq) {
        // Given
        receive(store.lock("a"));
        // When
        store.loseAll(lockSeq);
        look();
        // Then
        assertThat(shown).isEmpty();
        assertThat(feed.lockSeq()).isEqualTo(lockSeq);
        receive(store.lock("b"));
        assertThat(shown).containsExactly("b");
    }

    @Test
    void snapshot_of_a_lower_number_counts_for_listeners_who_know_a_higher_one() {
        // Given
        receive(store.lock("a"));
        // When
        store.loseAll(3);
        feed.reading();
        // Then
        assertThat(feed.read(store.snapshot(), NOW).orElseThrow().isStartingOver())
                .isTrue();
    }

    @Test
    void event_of_a_life_that_is_over_holds_nothing_up() {
        // Given
        store.lock("lost");
        receive(store.lock("a"));
        assertThat(feed.isMissing()).isTrue();
        // When
        store.loseAll(7);
        read();
        // Then
        assertThat(shown).isEmpty();
        assertThat(feed.isMissing()).isFalse();
    }

    @Test
    void store_that_forgot_the_last_changes_and_counted_on_is_found_by_the_number_that_comes_twice() {
        // Given
        var earlier = store.snapshot();
        receive(store.lock("a"));
        store.goBackTo(earlier);
        // When
        receive(store.lock("b"));
        assertThat(feed.isMissing()).isTrue();
        read();
        // Then
        assertThat(shown).containsExactly("b");
        assertThat(feed.isMissing()).isFalse();
    }

    @Test
    void repeated_event_is_no_cause_for_doubt() {
        // Given
        var event = store.lock("a");
        receive(event);
        // When
        receive(event);
        // Then
        assertThat(feed.isMissing()).isFalse();
    }

    @Test
    void snapshot_that_says_nothing_new_is_not_told() {
        // When
        read();
        // Then
        assertThat(snapshots).isZero();
    }

    @Test
    void space_is_hot_while_a_lock_stands_and_for_a_while_after() {
        // When
        receive(store.lock("a"));
        assertThat(feed.isHot(LATER)).isTrue();
        receive(store.unlock("a"));
        // Then
        assertThat(feed.isHot(NOW + 1)).isTrue();
        assertThat(feed.isHot(LATER)).isFalse();
        assertThat(new LockFeed(NOW).isHot(LATER)).isTrue();
        assertThat(feed.judge(store.lockSeq(), feed.lockSeq())).isEqualTo(COMPLETE);
        assertThat(new LockFeed(NOW).judge(0, LockFeed.UNKNOWN)).isEqualTo(MISSING);
    }

    @Test
    void viewer_ends_with_the_locks_that_stand_whatever_is_lost_repeated_reordered_or_forgotten() {
        // Given
        var seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var inFlight = new ArrayList<Event>();
        for (int round = 0; round < 300; round++) {
            // When
            for (int step = 0; step < 20; step++) {
                var field = "f" + random.nextInt(5);
                var event = random.nextBoolean() ? store.lock(field) : store.unlock(field);
                Collections.nCopies(random.nextInt(3), event).forEach(inFlight::add);
                if (random.nextInt(60) == 0) {
                    // Counters start from the time: far from where any other life was.
                    store.loseAll(1_000L * random.nextInt(1, 1_000_000_000));
                }
                if (random.nextInt(4) == 0) {
                    Collections.shuffle(inFlight, random);
                    inFlight.forEach(this::receive);
                    inFlight.clear();
                }
                if (random.nextInt(6) == 0) {
                    look();
                }
            }
            inFlight.forEach(this::receive);
            inFlight.clear();
            // Then
            look();
            if (feed.isMissing()) {
                read();
            }
            assertThat(shown).as("seed %d, round %d", seed, round).containsExactlyElementsOf(store.fields());
        }
    }
}
