package io.lockstep.gateway.wire.cozy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.socket.HandWheel;
import io.lockstep.gateway.socket.SocketLink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that is gone is noticed, though nothing closes his socket. */
class RealtimePulseTest {
    private final HandWheel hand = new HandWheel();
    private final List<String> done = new ArrayList<>();
    private final RealtimePulse pulse = new RealtimePulse(hand.wheel(), new PingedLink(), () -> done.add("silent"));

    /** Notes the pings. */
    private final class PingedLink implements SocketLink {
        @Override
        public void ping(byte[] payload) {
            done.add("ping " + payload.length);
        }

        @Override
        public void listen(Listener listener) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public void write(Frame frame) {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void onDrain(Runnable handler) {}
    }

    @Test
    void client_is_pinged_after_54_seconds_and_again() {
        hand.pass(53_500);
        assertThat(done).isEmpty();
        hand.pass(1_000);
        assertThat(done).containsExactly("ping 0");
        pulse.answered();
        hand.pass(55_000);
        assertThat(done).containsExactly("ping 0", "ping 0");
    }

    @Test
    void client_that_does_not_answer_is_silent_after_60_seconds() {
        hand.pass(59_500);
        assertThat(done).containsExactly("ping 0");
        hand.pass(1_000);
        assertThat(done).containsExactly("ping 0", "silent");
    }

    @Test
    void client_that_answers_each_ping_is_never_silent() {
        for (int i = 0; i < 100; i++) {
            hand.pass(54_500);
            pulse.answered();
        }
        assertThat(done).hasSizeGreaterThan(98).containsOnly("ping 0");
    }

    @Test
    void after_the_end_nothing_is_pinged_or_missed() {
        pulse.stop();
        hand.pass(200_000);
        assertThat(done).isEmpty();
    }
}
