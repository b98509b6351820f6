package io.lockstep.gateway.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpaceFeedTest {
    private final SpaceFeed feed = new SpaceFeed();

    private static Event.Changed change(long seq) {
        return new Event.Changed(
                "test:one", seq, "1", seq, "e", Verb.UPDATED, null, false, "alice", Instant.EPOCH, "c", 1);
    }

    @Test
    void changes_that_come_before_the_start_go_out_with_it() {
        assertThat(feed.accept(change(4))).isEmpty();
        assertThat(feed.accept(change(3))).isEmpty();
        assertThat(feed.startAt(1, 3)).containsExactly(change(4));
    }

    @Test
    void early_change_waits_for_the_one_before_it() {
        var unused = feed.startAt(1, 0);
        assertThat(feed.accept(change(2))).isEmpty();
        assertThat(feed.hasHole()).isTrue();
        assertThat(feed.accept(change(1))).containsExactly(change(1), change(2));
        assertThat(feed.hasHole()).isFalse();
    }

    @Test
    void repeated_change_is_dropped() {
        var unused = feed.startAt(1, 0);
        assertThat(feed.accept(change(1))).hasSize(1);
        assertThat(feed.accept(change(1))).isEmpty();
    }
}
