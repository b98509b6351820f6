package io.lockstep.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final List<String> written = new ArrayList<>();
    private boolean isWritable = true;
    private Runnable onDrain = () -> {};
    private long nanos = 1;
    private final Outbox outbox = new Outbox(new FakeTransport(), new Outbox.Limits(3, 10), () -> nanos);

    private final class FakeTransport implements Transport {
        @Override
        public void write(Frame frame) {
            written.add(frame.text());
        }

        @Override
        public boolean isWritable() {
            return isWritable;
        }

        @Override
        public void onDrain(Runnable handler) {
            onDrain = handler;
        }

        @Override
        public void close(CloseCause cause) {}
    }

    @Test
    void frame_goes_straight_through_while_the_socket_keeps_up() {
        assertThat(outbox.offer(new Frame("a"))).isTrue();
        assertThat(written).containsExactly("a");
        assertThat(outbox.stuckNanos()).isZero();
    }

    @Test
    void frames_wait_in_order_and_none_overtakes() {
        // Given
        isWritable = false;
        assertThat(outbox.offer(new Frame("a"))).isTrue();
        isWritable = true;
        assertThat(outbox.offer(new Frame("b"))).isTrue();
        // When
        onDrain.run();
        // Then
        assertThat(written).containsExactly("a", "b");
        assertThat(outbox.waitingFrames()).isZero();
    }

    @Test
    void frame_too_many_is_refused() {
        isWritable = false;
        for (var text : List.of("a", "b", "c")) {
            assertThat(outbox.offer(new Frame(text))).isTrue();
        }
        assertThat(outbox.offer(new Frame("d"))).isFalse();
        assertThat(outbox.waitingFrames()).isEqualTo(3);
    }

    @Test
    void byte_too_many_is_refused_counted_in_utf8() {
        isWritable = false;
        assertThat(outbox.offer(new Frame("äääää"))).isTrue();
        assertThat(outbox.offer(new Frame("a"))).isFalse();
    }

    @Test
    void time_without_progress_counts_from_the_last_written_frame() {
        // Given
        isWritable = false;
        assertThat(outbox.offer(new Frame("a"))).isTrue();
        assertThat(outbox.offer(new Frame("b"))).isTrue();
        // When
        nanos += 50;
        // Then
        assertThat(outbox.stuckNanos()).isEqualTo(50);
    }
}
