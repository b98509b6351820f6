package io.lockstep.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WheelTest {
    /** Near the end of the range, so that the clock overflows on the way. */
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private final Wheel wheel = new Wheel(() -> now);
    private final List<String> done = new ArrayList<>();

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        wheel.turn();
    }

    private Deadline in(long millis, String name) {
        return wheel.in(millis, () -> done.add(name));
    }

    @Test
    void deadline_is_never_early_and_at_most_two_ticks_late() {
        var random = new Random(5);
        for (var round = 0; round < 500; round++) {
            // Given
            pass(random.nextInt(400));
            done.clear();
            var millis = random.nextInt(200_000);
            assertThat(in(millis, "due").isCancelled()).isFalse();
            // When
            var waited = 0;
            while (done.isEmpty()) {
                pass(50);
                waited += 50;
            }
            // Then
            assertThat(waited).isBetween(millis, millis + 2 * (int) Wheel.TICK_MILLIS + 50);
        }
    }

    @Test
    void deadline_that_is_put_off_again_and_again_is_due_after_the_last_time() {
        // Given
        var deadline = in(30_000, "due");
        for (var second = 0; second < 100; second++) {
            pass(1_000);
            deadline.putOff(30_000);
        }
        // When
        pass(29_900);
        assertThat(done).isEmpty();
        pass(1_000);
        // Then
        assertThat(done).containsExactly("due");
    }

    @Test
    void cancelled_deadline_does_nothing() {
        in(1_000, "cancelled").cancel();
        pass(100_000);
        assertThat(done).isEmpty();
    }

    @Test
    void wheel_that_stood_still_does_everything_that_is_due_once() {
        // Given
        for (var second = 0; second < 300; second++) {
            assertThat(in(second * 1_000L, "due").isCancelled()).isFalse();
        }
        // When
        pass(200_000);
        // Then
        assertThat(done).hasSize(200);
        pass(200_000);
        assertThat(done).hasSize(300);
    }

    @Test
    void failure_of_one_leaves_the_others() {
        // Given
        assertThat(in(1_000, "first").isCancelled()).isFalse();
        var failing = wheel.in(1_000, () -> {
            throw new IllegalStateException("thrown by the test");
        });
        assertThat(failing.isCancelled()).isFalse();
        assertThat(in(1_000, "last").isCancelled()).isFalse();
        // When
        pass(2_000);
        // Then
        assertThat(done).containsExactlyInAnyOrder("first", "last");
    }

    @Test
    void work_can_set_its_next_deadline() {
        // Given
        var beat = new Runnable() {
            @Override
            public void run() {
                done.add("beat");
                assertThat(wheel.in(1_000, this).isCancelled()).isFalse();
            }
        };
        beat.run();
        // When
        for (var step = 0; step < 100; step++) {
            pass(100);
        }
        // Then
        assertThat(done).hasSizeBetween(7, 11);
    }
}
