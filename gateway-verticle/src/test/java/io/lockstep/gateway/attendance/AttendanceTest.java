package io.lockstep.gateway.attendance;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.Attended;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.Attendees;
import io.lockstep.contract.lock.Locks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    private static final Attendee ALICE = new Attendee("test:one", "alice", null);
    private static final Attendee HER_TAB = new Attendee("test:one", "alice", "tab-1");
    private static final Attendee HER_OTHER_TAB = new Attendee("test:two", "alice", "tab-2");
    private static final Attendee BOB = new Attendee("test:one", "bob", null);

    private final Vertx vertx = Vertx.vertx();
    private final Roster roster = new Roster();
    private final List<AttendLocks> attended = new CopyOnWriteArrayList<>();
    private final Attendance attendance = new Attendance(new Locks(new Bus(vertx)), roster);

    @BeforeEach
    void serve() throws Exception {
        var bus = new Bus(vertx);
        Future.all(
                        bus.serve(
                                Locks.ATTENDEES,
                                request -> Future.succeededFuture(
                                        new Attendees(List.of(ALICE, HER_TAB, HER_OTHER_TAB, BOB)))),
                        bus.serve(Locks.ATTEND, request -> {
                            attended.add(request);
                            return Future.succeededFuture(
                                    new Attended(request.attendees().size()));
                        }))
                .await(20, SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, SECONDS);
    }

    private void attend() throws Exception {
        var unused = attendance.attend().await(20, SECONDS);
    }

    @Test
    void who_is_here_is_attended_and_nobody_else() throws Exception {
        // Given
        roster.enter("alice", null);
        roster.enter("alice", "tab-1");
        roster.enter("carol", null);
        // When
        attend();
        // Then
        assertThat(attended).containsExactly(new AttendLocks(List.of(ALICE, HER_TAB)));
    }

    @Test
    void nothing_is_said_when_nobody_is_here() throws Exception {
        // Given
        roster.enter("carol", null);
        // When
        attend();
        // Then
        assertThat(attended).isEmpty();
    }

    @Test
    void session_is_here_until_its_last_socket_has_gone() throws Exception {
        // Given
        roster.enter("alice", "tab-1");
        roster.enter("alice", "tab-1");
        roster.leave("alice", "tab-1");
        attend();
        // When
        roster.leave("alice", "tab-1");
        roster.leave("alice", "tab-1");
        attend();
        // Then
        assertThat(attended).containsExactly(new AttendLocks(List.of(HER_TAB)));
    }
}
