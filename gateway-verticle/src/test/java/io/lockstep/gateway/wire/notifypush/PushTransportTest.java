package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.socket.HandWheel;
import io.lockstep.gateway.socket.SocketLink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests when and how a connection is told what is new. */
class PushTransportTest {
    private static final PushFrames FRAMES = new PushFrames(List.of());

    private final HandWheel wheel = new HandWheel();
    private final FakeLink link = new FakeLink();
    private final PushTally tally = new PushTally(new SimpleMeterRegistry());
    private PushTransport transport = transport(15);

    private PushTransport transport(int maxDebounceSeconds) {
        var made = new PushTransport(link, wheel.wheel(), tally, maxDebounceSeconds);
        assertThat(made.goLive()).isNotNull();
        assertThat(link.taken()).containsExactly("authenticated");
        return made;
    }

    @Test
    void custom_event_is_never_held() {
        say(new Event.Custom("alice", "m", 1));
        assertThat(link.taken()).containsExactly("m 1");
    }

    @Test
    void burst_of_notices_is_told_as_one_of_each_kind_and_soon() {
        // When
        for (int i = 0; i < 10; i++) {
            say(notified(NoticeKind.NOTIFICATION), notified(NoticeKind.ACTIVITY), files(5L));
        }
        assertThat(link.taken()).isEmpty();
        wheel.pass(750);

        // Then
        assertThat(link.taken()).containsExactly("notify_file", "notify_activity", "notify_notification");
        wheel.pass(60_000);
        assertThat(link.taken()).isEmpty();
    }

    @Test
    void second_notice_waits_for_its_pause() {
        // Given
        say(notified(NoticeKind.NOTIFICATION));
        wheel.pass(750);
        assertThat(link.taken()).containsExactly("notify_notification");

        // When
        say(notified(NoticeKind.NOTIFICATION));
        wheel.pass(500);
        assertThat(link.taken()).isEmpty();
        wheel.pass(1_000);

        // Then
        assertThat(link.taken()).containsExactly("notify_notification");
    }

    @Test
    void pause_of_one_kind_does_not_hold_up_another() {
        // Given
        for (int i = 0; i < 1_000; i++) {
            tally.entered("user " + i);
        }
        say(files(5L));
        wheel.pass(750);
        assertThat(link.taken()).containsExactly("notify_file");

        // When
        say(files(5L));
        wheel.pass(250);
        say(notified(NoticeKind.NOTIFICATION));
        wheel.pass(750);

        // Then
        assertThat(link.taken()).containsExactly("notify_notification");
        wheel.pass(25_000);
        assertThat(link.taken()).containsExactly("notify_file");
    }

    @Test
    void steady_stream_of_custom_events_starves_no_notice() {
        // Given
        say(notified(NoticeKind.ACTIVITY));

        // When
        for (int i = 0; i < 10; i++) {
            say(new Event.Custom("alice", "m", null));
            wheel.pass(100);
        }

        // Then
        assertThat(link.taken()).containsOnlyOnce("notify_activity");
    }

    @Test
    void ids_are_told_to_who_asked_for_them_united_in_their_order() {
        // Given
        transport.wantFileIds();

        // When
        say(files(5L), files(12L, 5L), files(-1L));
        wheel.pass(750);

        // Then
        assertThat(link.taken()).containsExactly("notify_file_id [5,12,18446744073709551615]");
    }

    @Test
    void one_change_without_an_id_makes_all_unknown() {
        // Given
        transport.wantFileIds();

        // When
        say(files(5L), notified(NoticeKind.FILE), files(12L));
        wheel.pass(750);

        // Then
        assertThat(link.taken()).containsExactly("notify_file");
    }

    @Test
    void without_debounce_everything_is_told_at_once() {
        // Given
        transport = transport(0);
        transport.wantFileIds();

        // When
        say(files(5L), files(5L), notified(NoticeKind.ACTIVITY), notified(NoticeKind.NOTIFICATION));

        // Then
        assertThat(link.taken())
                .containsExactly("notify_file_id [5]", "notify_file_id [5]", "notify_activity", "notify_notification");
    }

    @Test
    void slow_client_costs_no_more_than_what_is_collected_for_him() {
        // Given
        link.isWritable = false;
        say(notified(NoticeKind.ACTIVITY));

        // When
        wheel.pass(60_000);
        assertThat(link.taken()).isEmpty();
        link.isWritable = true;
        wheel.pass(1_000);

        // Then
        assertThat(link.taken()).containsExactly("notify_activity");
    }

    @Test
    void gone_client_is_told_nothing() {
        // Given
        say(notified(NoticeKind.ACTIVITY));

        // When
        transport.ended();
        wheel.pass(60_000);

        // Then
        assertThat(link.taken()).isEmpty();
    }

    @Test
    void who_missed_something_is_told_to_look_at_everything() {
        // When
        FRAMES.encode(Topic.user("alice"), new Signal.Missed("alice")).forEach(transport::write);
        wheel.pass(750);

        // Then
        assertThat(link.taken()).containsExactly("notify_file", "notify_activity", "notify_notification");
    }

    @Test
    void what_is_told_is_counted_under_the_originals_names() {
        // Given
        tally.entered("alice");
        tally.entered("alice");
        tally.entered("bob");
        tally.left("bob");

        // When
        say(files(5L), notified(NoticeKind.ACTIVITY), new Event.Custom("alice", "m", null));
        wheel.pass(750);

        // Then
        assertThat(tally.page()).isEqualTo("""
                active_connection_count 2
                active_user_count 1
                total_connection_count 3
                mapping_query_count 0
                event_count_total 0
                message_count_total 3
                message_count_total{type="file"} 1
                message_count_total{type="notification"} 0
                message_count_total{type="activity"} 1
                message_count_total{type="custom"} 1
                """);
    }

    private void say(Event... events) {
        for (var event : events) {
            FRAMES.encode(Topic.user("alice"), new Signal.Happened(event)).forEach(transport::write);
        }
    }

    private static Event notified(NoticeKind kind) {
        return new Event.Notified("alice", kind, null);
    }

    private static Event files(Long... ids) {
        return new Event.Notified("alice", NoticeKind.FILE, List.of(ids));
    }

    /** A socket that keeps what is written to it. */
    private static final class FakeLink implements SocketLink {
        private final List<String> written = new ArrayList<>();
        boolean isWritable = true;

        List<String> taken() {
            var all = List.copyOf(written);
            written.clear();
            return all;
        }

        @Override
        public void write(Frame frame) {
            written.add(frame.text());
        }

        @Override
        public boolean isWritable() {
            return isWritable;
        }

        @Override
        public void onDrain(Runnable handler) {}

        @Override
        public void listen(Listener listener) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}
    }
}
