package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests when which notice is told. */
final class DebounceTest {
    private static final Notice UNKNOWN = new Notice.Files(Optional.empty());
    private static final Notice ACTIVITY = new Notice.Activity();
    private static final Notice NOTIFICATION = new Notice.Notification();

    private long nowMillis = 1_000;
    private int connections = 1;
    private Debounce debounce = debounce(15, 1.0);

    private static Notice files(Long... ids) {
        return new Notice.Files(Optional.of(new LinkedHashSet<>(List.of(ids))));
    }

    private Debounce debounce(int maxSeconds, double factor) {
        return new Debounce(maxSeconds, () -> connections, factor, nanos());
    }

    private long nanos() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    private void hold(Notice... notices) {
        for (var notice : notices) {
            assertThat(debounce.accept(notice, nanos())).isEmpty();
        }
    }

    private List<Notice> dueAfter(long millis) {
        nowMillis += millis;
        return debounce.due(nanos());
    }

    /** The time until something is due, by asking each millisecond. */
    private long waited() {
        for (long waited = 1; waited < 100_000; waited++) {
            if (!dueAfter(1).isEmpty()) {
                return waited;
            }
        }
        throw new AssertionError("nothing became due");
    }

    @Test
    void first_notice_of_a_connection_waits_for_quiet_only() {
        hold(ACTIVITY);

        assertThat(waited()).isEqualTo(101);
    }

    @Test
    void held_notices_come_once_each_and_in_their_order() {
        // When
        hold(NOTIFICATION, ACTIVITY, files(5L), NOTIFICATION, ACTIVITY, files(12L, 5L));
        // Then
        assertThat(dueAfter(101)).containsExactly(files(5L, 12L), ACTIVITY, NOTIFICATION);
        assertThat(dueAfter(60_000)).isEmpty();
    }

    @Test
    void one_unknown_file_makes_all_unknown_until_they_are_told() {
        hold(files(5L), UNKNOWN, files(6L));
        assertThat(dueAfter(101)).containsExactly(UNKNOWN);
        hold(files(7L));
        assertThat(dueAfter(60_000)).containsExactly(files(7L));
    }

    @Test
    void very_many_files_are_told_as_unknown() {
        hold(files(LongStream.range(0, 600).boxed().toArray(Long[]::new)));
        hold(files(LongStream.range(600, 1_200).boxed().toArray(Long[]::new)));

        assertThat(dueAfter(101)).containsExactly(UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 15, 1.0, 1001",
        "19, 15, 1.0, 1001",
        "40, 15, 1.0, 4001",
        "100, 15, 0.5, 5001",
        "150, 15, 1.0, 15001",
        "100000, 15, 1.5, 22501",
        "100000, 2, 1.0, 2001"
    })
    void pause_between_files_grows_with_the_connections(int count, int maxSeconds, double factor, long millis) {
        // Given
        connections = count;
        debounce = debounce(maxSeconds, factor);
        hold(UNKNOWN);
        assertThat(dueAfter(101)).hasSize(1);
        // When
        hold(UNKNOWN);
        // Then
        assertThat(debounce.nanosUntilDue(nanos()))
                .hasValue(Duration.ofMillis(millis - 1).toNanos() + 1);
        assertThat(waited()).isEqualTo(millis);
    }

    @Test
    void pause_between_notifications_is_a_second_however_many_connections_there_are() {
        // Given
        connections = 100_000;
        debounce = debounce(15, 1.5);
        hold(NOTIFICATION);
        assertThat(dueAfter(101)).hasSize(1);
        // When
        hold(NOTIFICATION);
        // Then
        assertThat(waited()).isEqualTo(1_001);
    }

    @Test
    void steady_stream_of_its_own_kind_starves_nothing() {
        // When
        var told = new ArrayList<Long>();
        for (int millis = 0; millis < 5_000; millis++) {
            hold(ACTIVITY);
            if (!dueAfter(1).isEmpty()) {
                told.add(nowMillis - 1_000);
            }
        }
        // Then
        assertThat(told).containsExactly(501L, 1502L, 2503L, 3504L, 4505L);
    }

    @Test
    void kinds_wait_each_for_itself() {
        // Given
        connections = 150;
        hold(ACTIVITY);
        assertThat(dueAfter(101)).containsExactly(ACTIVITY);
        // When
        hold(ACTIVITY, NOTIFICATION);
        // Then
        assertThat(dueAfter(101)).containsExactly(NOTIFICATION);
        assertThat(dueAfter(14_900)).containsExactly(ACTIVITY);
    }

    @Test
    void nothing_is_held_when_it_is_switched_off() {
        debounce = debounce(0, 1.0);

        for (var notice : List.of(UNKNOWN, ACTIVITY, NOTIFICATION)) {
            assertThat(debounce.accept(notice, nanos())).contains(notice);
        }
        assertThat(dueAfter(60_000)).isEmpty();
    }
}
