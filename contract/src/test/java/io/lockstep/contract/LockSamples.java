package io.lockstep.contract;

import static io.lockstep.contract.Sample.answer;
import static io.lockstep.contract.Sample.request;
import static io.lockstep.contract.Samples.ALICE;
import static io.lockstep.contract.Samples.AT;
import static io.lockstep.contract.Samples.SPACE;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AttendLocks;
import io.lockstep.contract.lock.Attended;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.Attendees;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.Broken;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.Knocked;
import io.lockstep.contract.lock.ListAttendees;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLockHeads;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockAnswers;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockHeads;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import java.util.List;
import java.util.stream.Stream;

/** The samples of locks and of what is told about them. */
final class LockSamples {
    private static final long FENCE = 1772600767890123L;
    private static final String DOCUMENT = "456";
    private static final String FIELD = "doc_title";
    private static final String REASON = "Bob is on holiday";

    static final Event.Locked LOCKED = new Event.Locked(SPACE, DOCUMENT, FIELD, "bob", "Bob", FENCE, AT, 9, false);
    static final Event.Unlocked UNLOCKED = new Event.Unlocked(SPACE, DOCUMENT, FIELD, "bob", FENCE, 10, "expired");

    private static final Lock LOCK = new Lock(SPACE, DOCUMENT, FIELD, "bob", "Bob", FENCE, AT);
    private static final Lock SESSION_LOCK = new Lock(SPACE, DOCUMENT, FIELD, "bob", "Bob", FENCE, AT, "s-2", true);
    private static final LockAnswer ANSWER =
            new LockAnswer(SPACE, DOCUMENT, FIELD, "alice", "Alice", FENCE, AT, 30000, true, 9, null, null, null);
    private static final LockAnswer ANSWER_WITH_ALL =
            new LockAnswer(SPACE, DOCUMENT, FIELD, "alice", "Alice", FENCE, AT, 30000, true, 9, 10000L, "s-1", true);
    private static final List<Attendee> ATTENDEES =
            List.of(new Attendee(SPACE, "alice", "s-1"), new Attendee(SPACE, "bob", null));

    private static final List<Sample> OPERATIONS = List.of(
            answer(LOCK),
            answer(SESSION_LOCK).in("Lock.2"),
            answer(new Lock(SPACE, DOCUMENT, FIELD, "bob", "Bob", FENCE, AT, null, null, "edit-dialog", AT, 1_800_000L))
                    .in("Lock.3"),
            request(
                    new AcquireLock(ALICE, "Alice", SPACE, DOCUMENT, FIELD, 30000L),
                    "actor",
                    "space",
                    "document",
                    "field"),
            request(
                            new AcquireLock(
                                    ALICE, "Alice", SPACE, DOCUMENT, FIELD, 30000L, Exclusive.SESSION, true, true),
                            "actor",
                            "space",
                            "document",
                            "field")
                    .in("AcquireLock.2"),
            request(
                            new AcquireLock(
                                    ALICE,
                                    "Alice",
                                    SPACE,
                                    DOCUMENT,
                                    FIELD,
                                    1_800_000L,
                                    null,
                                    null,
                                    null,
                                    "edit-dialog",
                                    true,
                                    true),
                            "actor",
                            "space",
                            "document",
                            "field")
                    .in("AcquireLock.3"),
            answer(ANSWER),
            answer(ANSWER_WITH_ALL).in("LockAnswer.2"),
            answer(new LockAnswer(
                            SPACE,
                            DOCUMENT,
                            FIELD,
                            "alice",
                            "Alice",
                            FENCE,
                            AT,
                            1_800_000,
                            true,
                            9,
                            600_000L,
                            null,
                            null,
                            "edit-dialog",
                            AT,
                            1_800_000L))
                    .in("LockAnswer.3"),
            request(
                    new AcquireLocks(
                            ALICE,
                            "Alice",
                            SPACE,
                            List.of(
                                    new AcquireLocks.Cell(DOCUMENT, FIELD),
                                    new AcquireLocks.Cell("457", Lock.WHOLE_DOCUMENT)),
                            30000L,
                            Exclusive.USER,
                            false),
                    "actor",
                    "space",
                    "cells"),
            answer(new LockAnswers(List.of(ANSWER_WITH_ALL))),
            request(new ReleaseLock(ALICE, SPACE, DOCUMENT, FIELD), "actor", "space", "document", "field"),
            answer(new Released(true)),
            answer(new Released(false, true)).in("Released.2"),
            request(
                    new BreakLock(ALICE, "Alice", SPACE, DOCUMENT, FIELD, REASON),
                    "actor",
                    "space",
                    "document",
                    "field",
                    "reason"),
            answer(new Broken(LOCK)),
            request(new KnockLock(ALICE, "Alice", SPACE, DOCUMENT, FIELD), "actor", "space", "document", "field"),
            answer(new Knocked(LOCK)),
            request(new ListLocks(SPACE, List.of(DOCUMENT)), "space"),
            answer(new LockSnapshot(SPACE, List.of(LOCK), 9)),
            request(new CheckLocks(List.of(new CheckLocks.Item(SPACE, DOCUMENT, List.of(FIELD), "alice"))), "items"),
            request(
                            new CheckLocks(List.of(
                                    new CheckLocks.Item(SPACE, DOCUMENT, List.of(FIELD), "alice", "s-1", FENCE))),
                            "items")
                    .in("CheckLocks.2"),
            answer(new LockVerdicts(
                    List.of(new LockVerdicts.Verdict(LOCK, null), new LockVerdicts.Verdict(null, FENCE)))),
            request(new ListLockHeads(List.of(SPACE)), "spaces"),
            answer(new LockHeads(List.of(9L))),
            request(new ListAttendees()),
            answer(new Attendees(ATTENDEES)),
            request(new AttendLocks(ATTENDEES), "attendees"),
            answer(new Attended(1)),
            request(new ListLockAudit(SPACE, "1772600767890-0", 50), "space"),
            answer(new LockAudit(
                    List.of(
                            new LockAudit.Entry(
                                    AT,
                                    LockAudit.Act.BROKEN,
                                    DOCUMENT,
                                    FIELD,
                                    "bob",
                                    "Bob",
                                    FENCE,
                                    10,
                                    "alice",
                                    REASON),
                            new LockAudit.Entry(
                                    AT, LockAudit.Act.ACQUIRED, DOCUMENT, FIELD, "bob", "Bob", FENCE, 9, null, null)),
                    "1772600767889-3")));

    private static final List<Sample> EVENTS = List.of(
            locked(LOCKED),
            locked(new Event.Locked(SPACE, DOCUMENT, FIELD, "bob", "Bob", FENCE, AT, 9, false, "s-2", true))
                    .in("Locked.2"),
            unlocked(UNLOCKED),
            unlocked(new Event.Unlocked(SPACE, DOCUMENT, FIELD, "bob", FENCE, 10, "broken", "alice", REASON))
                    .in("Unlocked.2"),
            request(
                    new Event.Granted("alice", "s-1", SPACE, DOCUMENT, FIELD, FENCE, AT, 10000, 11),
                    "type",
                    "user",
                    "space",
                    "document",
                    "field",
                    "fence",
                    "expiresAt",
                    "expiresInMs",
                    "lockSeq"),
            request(
                    new Event.Expiring("bob", "s-2", SPACE, DOCUMENT, FIELD, FENCE, AT, 9000),
                    "type",
                    "user",
                    "space",
                    "document",
                    "field",
                    "fence",
                    "expiresAt",
                    "expiresInMs"),
            request(
                            new Event.Knocked("bob", SPACE, DOCUMENT, FIELD, FENCE, "alice", "Alice"),
                            "type",
                            "user",
                            "space",
                            "document",
                            "field",
                            "fence",
                            "by",
                            "byDisplayName")
                    .in("KnockedEvent"),
            request(
                    new Event.Displaced("bob", SPACE, DOCUMENT, FIELD, FENCE, "alice", "Alice", REASON),
                    "type",
                    "user",
                    "space",
                    "document",
                    "field",
                    "fence",
                    "by",
                    "byDisplayName",
                    "note"));

    static final List<Sample> ALL =
            Stream.concat(OPERATIONS.stream(), EVENTS.stream()).toList();

    private LockSamples() {}

    private static Sample locked(Event.Locked event) {
        return request(
                event,
                "type",
                "space",
                "document",
                "field",
                "user",
                "displayName",
                "fence",
                "expiresAt",
                "lockSeq",
                "renewed");
    }

    private static Sample unlocked(Event.Unlocked event) {
        return request(event, "type", "space", "document", "field", "user", "fence", "lockSeq", "reason");
    }
}
