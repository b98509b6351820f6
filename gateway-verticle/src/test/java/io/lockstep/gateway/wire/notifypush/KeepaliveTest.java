package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.gateway.wire.notifypush.Keepalive.Step;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeepaliveTest {
    /** Near the end of the range, so that the clock overflows on the way. */
    private static final long LOGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private final Iterator<Integer> random = List.of(0x04030201, 0, 7).iterator();
    private final Keepalive keepalive = new Keepalive(LOGIN, random::next);

    @CanIgnoreReturnValue
    private Step tick(double seconds) {
        return keepalive.tick(LOGIN + (long) (seconds * 1e9));
    }

    private void sent(double seconds) {
        keepalive.sent(LOGIN + (long) (seconds * 1e9));
    }

    @Test
    void first_ping_is_due_half_a_second_after_login_whatever_was_sent() {
        sent(0.1);
        assertThat(tick(0.25)).isEqualTo(Step.WAIT);
        assertThat(tick(0.5)).isEqualTo(Step.PING);
        assertThat(keepalive.payload()).isEqualTo(Buffer.buffer(new byte[] {1, 2, 3, 4}));
    }

    @Test
    void next_ping_is_due_after_more_than_thirty_seconds_of_silence() {
        // Given
        tick(0.5);
        assertThat(keepalive.isAnsweredBy(keepalive.payload())).isTrue();
        sent(20);
        // Then
        assertThat(tick(31)).isEqualTo(Step.WAIT);
        assertThat(tick(50)).isEqualTo(Step.WAIT);
        assertThat(tick(50.01)).isEqualTo(Step.PING);
    }

    @Test
    void payload_is_never_zero() {
        tick(0.5);
        assertThat(keepalive.isAnsweredBy(keepalive.payload())).isTrue();
        assertThat(tick(31)).isEqualTo(Step.PING);
        assertThat(keepalive.payload()).isNotEqualTo(Buffer.buffer(new byte[4]));
    }

    @Test
    void unanswered_ping_ends_the_socket_when_the_next_is_due() {
        assertThat(tick(0.5)).isEqualTo(Step.PING);
        assertThat(tick(30.4)).isEqualTo(Step.WAIT);
        assertThat(tick(30.6)).isEqualTo(Step.CLOSE);
    }

    @Test
    void wrong_pong_is_not_an_answer() {
        tick(0.5);
        assertThat(keepalive.isAnsweredBy(Buffer.buffer(new byte[] {4, 3, 2, 1})))
                .isFalse();
    }

    @Test
    void pong_of_another_length_is_not_an_answer() {
        tick(0.5);
        assertThat(keepalive.isAnsweredBy(Buffer.buffer(new byte[] {1, 2, 3, 4, 0})))
                .isFalse();
    }

    @Test
    void pong_that_nobody_asked_for_must_be_four_zero_bytes() {
        assertThat(keepalive.isAnsweredBy(Buffer.buffer(new byte[4]))).isTrue();
        assertThat(keepalive.isAnsweredBy(Buffer.buffer())).isFalse();
    }

    @Test
    void answer_counts_once() {
        tick(0.5);
        var payload = keepalive.payload();
        assertThat(keepalive.isAnsweredBy(payload)).isTrue();
        assertThat(keepalive.isAnsweredBy(payload)).isFalse();
    }
}
