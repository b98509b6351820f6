package io.lockstep.gateway.attendance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static final String SPACE = "test:one";

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<ReleaseLock> released = new LinkedBlockingQueue<>();
    private final Locks locks = new Locks(new Bus(vertx));
    private final Lines lines = new Lines(locks);

    @BeforeEach
    void serve() throws Exception {
        new Bus(vertx)
                .serve(Locks.RELEASE, request -> {
                    released.add(request);
                    return Future.succeededFuture(new Released(false, true));
                })
                .await(20, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    private static Actor alice(String session) {
        return new Actor("alice", List.of(), session);
    }

    private static AcquireLock wish(String session, String field, @Nullable Exclusive exclusive) {
        return new AcquireLock(alice(session), "Alice", SPACE, "1", field, null, exclusive, null, true);
    }

    private static ReleaseLock release(String session, String field) {
        return new ReleaseLock(alice(session), SPACE, "1", field);
    }

    /** What was given up so far: all that comes before a marker. */
    private List<ReleaseLock> givenUp() throws Exception {
        var marker = release("marker", "marker");
        assertThat(locks.release(marker).await(20, SECONDS).stoppedWaiting()).isTrue();
        var before = new ArrayList<ReleaseLock>();
        for (var next = released.poll(20, SECONDS); !marker.equals(next); next = released.poll(5, SECONDS)) {
            before.add(next);
        }
        return before;
    }

    @Test
    void places_are_given_up_when_their_socket_has_gone() throws Exception {
        // Given
        lines.entered("socket", wish("tab", "a", null));
        lines.entered("socket", wish("tab", "b", Exclusive.SESSION));
        // When
        lines.closed("socket");
        lines.closed("socket");
        // Then
        assertThat(givenUp()).containsExactlyInAnyOrder(release("tab", "a"), release("tab", "b"));
    }

    @Test
    void place_at_which_two_tabs_of_a_user_wait_is_given_up_with_the_last() throws Exception {
        // Given
        lines.entered("first", wish("tab-1", "a", null));
        lines.entered("second", wish("tab-2", "a", null));
        // When
        lines.closed("first");
        // Then
        assertThat(givenUp()).isEmpty();
        lines.closed("second");
        assertThat(givenUp()).containsExactly(release("tab-2", "a"));
    }

    @Test
    void place_whose_owner_got_the_lock_or_left_is_not_given_up_again() throws Exception {
        // Given
        for (var field : List.of("granted", "acquired", "released", "kept")) {
            lines.entered("socket", wish("tab", field, Exclusive.SESSION));
        }
        // When
        lines.got(new Event.Granted("alice", "tab", SPACE, "1", "granted", 1, Instant.EPOCH, 5_000, 1));
        lines.got(wish("tab", "acquired", Exclusive.SESSION));
        lines.left(release("tab", "released"));
        lines.got(wish("other", "kept", Exclusive.SESSION));
        lines.got(wish("tab", "kept", null));
        lines.left(release("other", "kept"));
        lines.closed("socket");
        // Then
        assertThat(givenUp()).containsExactly(release("tab", "kept"));
    }

    @Test
    void lock_that_one_tab_got_is_not_given_back_by_another_that_waited_for_it() throws Exception {
        // Given
        lines.entered("first", wish("tab-1", "a", null));
        // When
        lines.got(wish("tab-2", "a", null));
        lines.closed("first");
        // Then
        assertThat(givenUp()).isEmpty();
    }
}
