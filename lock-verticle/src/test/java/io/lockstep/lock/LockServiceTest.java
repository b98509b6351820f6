package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.SPACE;
import static io.lockstep.lock.LockStoreContract.actor;
import static io.lockstep.lock.LockStoreContract.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.KnockLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The rules, over the model. */
final class LockServiceTest {
    private final AtomicLong now = new AtomicLong(1_763_000_000_000L);
    private final List<Event> events = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryLockStore store = new MemoryLockStore(now::get, LockStoreContract.LIMITS);
    private final LockService service = new LockService(
            store,
            LockConfig.ofUri("redis://127.0.0.1"),
            events::addAll,
            new LockMetrics(meters),
            () -> Instant.ofEpochMilli(now.get()));

    @Test
    void a_new_lock_is_answered_and_announced() {
        // When
        var answer = acquire("alice", "456", "doc_title");

        // Then
        assertThat(answer.acquired()).isTrue();
        assertThat(answer.expiresInMs()).isEqualTo(30_000);
        assertThat(events)
                .containsExactly(new Event.Locked(
                        SPACE,
                        "456",
                        "doc_title",
                        "alice",
                        "Alice",
                        answer.fence(),
                        answer.expiresAt(),
                        answer.lockSeq(),
                        false));
    }

    @Test
    void a_renewal_that_only_lasts_longer_is_not_announced() {
        // Given
        acquire("alice", "456", "doc_title");

        // When
        var answer = acquire("alice", "456", "doc_title");

        // Then
        assertThat(answer.acquired()).isFalse();
        assertThat(events).hasSize(1);
    }

    @Test
    void a_refusal_carries_the_lock_and_is_not_announced() {
        // Given
        acquire("alice", "456", "doc_title");
        var standing = list().get(0);

        // When
        var failure = failure(service.acquire(request("bob", "456", "doc_title")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
        assertThat(Json.fromJson(failure.details().getJsonObject("lock"), Lock.class))
                .isEqualTo(standing);
        assertThat(events).hasSize(1);
    }

    @Test
    void a_ttl_beyond_the_limit_is_cut_for_who_asks_for_that() {
        // When
        var answer = result(service.acquire(new AcquireLock(
                actor("alice"), null, SPACE, "456", "*", 86_400_000L, null, null, null, "edit", true, null)));

        // Then
        assertThat(answer.expiresInMs()).isEqualTo(3_600_000);
        assertThat(answer.ttlMillis()).isEqualTo(3_600_000);
        assertThat(answer.process()).isEqualTo("edit");
        assertThat(answer.created()).isNotNull();
    }

    @Test
    void a_ttl_beyond_the_limit_is_refused() {
        // When
        var tooLong = new AcquireLock(actor("alice"), null, SPACE, "456", "doc_title", 3_600_001L);

        // Then
        assertThatThrownBy(() -> service.acquire(tooLong))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessageContaining("ttlMillis");
    }

    @Test
    void a_release_is_announced_with_its_reason() {
        // Given
        var lock = acquire("alice", "456", "doc_title");

        // When
        var released = result(service.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));
        var again = result(service.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));

        // Then
        assertThat(released).isEqualTo(new Released(true));
        assertThat(again).isEqualTo(new Released(false));
        assertThat(events.subList(1, events.size()))
                .containsExactly(new Event.Unlocked(
                        SPACE, "456", "doc_title", "alice", lock.fence(), lock.lockSeq() + 1, "released"));
    }

    @Test
    void nobody_releases_the_lock_of_somebody_else() {
        // Given
        acquire("alice", "456", "doc_title");

        // When
        var failure = failure(service.release(new ReleaseLock(actor("bob"), SPACE, "456", "doc_title")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
        assertThat(failure.details().getJsonObject("lock").getString("owner")).isEqualTo("alice");
        assertThat(list()).hasSize(1);
    }

    @Test
    void an_expiry_is_announced_before_the_lock_that_follows() {
        // Given
        var old = acquire("alice", "456", "doc_title");
        now.addAndGet(30_000);

        // When
        var next = acquire("bob", "456", "doc_title");

        // Then
        assertThat(events.get(1))
                .isEqualTo(new Event.Unlocked(
                        SPACE, "456", "doc_title", "alice", old.fence(), old.lockSeq() + 1, "expired"));
        assertThat(((Event.Locked) events.get(2)).lockSeq()).isEqualTo(next.lockSeq());
    }

    @Test
    void the_poll_announces_what_is_due() {
        // Given
        acquire("alice", "456", "doc_title");
        now.addAndGet(30_000);

        // When
        result(service.expire());

        // Then
        assertThat(((Event.Unlocked) events.get(1)).reason()).isEqualTo("expired");
    }

    @Test
    void a_check_finds_what_forbids_each_write() {
        // Given
        var whole = acquire("alice", "1", "*");
        acquire("alice", "2", "title");
        var later = acquire("alice", "2", "author");
        var foreign = acquire("bob", "2", "color");
        var standing = list();

        // When
        var verdicts = result(service.check(new CheckLocks(List.of(
                        item("1", "bob", "title"),
                        item("1", "alice", "title"),
                        item("2", "bob", "title"),
                        item("2", "alice", "title", "author"),
                        item("2", "alice", "*"),
                        item("2", "carol", "size"),
                        item("3", "carol", "*"),
                        new CheckLocks.Item("notes:alice", "2", List.of("title"), "carol")))))
                .verdicts();

        // Then
        assertThat(verdicts)
                .extracting(verdict -> new Verdict(verdict.conflict(), verdict.fence()))
                .containsExactly(
                        new Verdict(standing.get(0), null),
                        new Verdict(null, whole.fence()),
                        new Verdict(standing.get(1), null),
                        new Verdict(null, later.fence()),
                        new Verdict(standing.get(3), later.fence()),
                        new Verdict(null, null),
                        new Verdict(null, null),
                        new Verdict(null, null));
        assertThat(standing.get(3).fence()).isEqualTo(foreign.fence());
    }

    @Test
    void an_answer_says_when_to_renew_and_how_long_is_left() {
        // When
        var answer = acquire("alice", "456", "doc_title");

        // Then
        assertThat(answer.renewAfterMs()).isEqualTo(10_000);
        assertThat(answer.expiresInMs()).isEqualTo(30_000);
    }

    @Test
    void the_displaced_owner_is_told_by_whom_and_why_and_viewers_that_it_was_broken() {
        // Given
        var lock = acquire("alice", "456", "doc_title");

        // When
        var broken = result(
                service.breakLock(new BreakLock(actor("admin"), "The Admin", SPACE, "456", "doc_title", "on holiday")));

        // Then
        assertThat(broken.lock().owner()).isEqualTo("alice");
        assertThat(events.subList(1, events.size()))
                .containsExactly(
                        new Event.Unlocked(
                                SPACE,
                                "456",
                                "doc_title",
                                "alice",
                                lock.fence(),
                                lock.lockSeq() + 1,
                                "broken",
                                "admin",
                                "on holiday"),
                        new Event.Displaced(
                                "alice", SPACE, "456", "doc_title", lock.fence(), "admin", "The Admin", "on holiday"));
    }

    @Test
    void there_is_nothing_to_break_where_nothing_is_locked() {
        // When
        var failure = failure(
                service.breakLock(new BreakLock(actor("admin"), null, SPACE, "456", "doc_title", "on holiday")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(events).isEmpty();
    }

    @Test
    void the_holder_is_told_who_knocks_also_at_the_whole_document() {
        // Given
        var lock = acquire("alice", "456", "*");

        // When
        result(service.knock(new KnockLock(actor("bob"), "Bob", SPACE, "456", "doc_title")));

        // Then
        assertThat(events.get(1)).isEqualTo(new Event.Knocked("alice", SPACE, "456", "*", lock.fence(), "bob", "Bob"));
    }

    @Test
    void nobody_knocks_at_his_own_lock() {
        // Given
        acquire("alice", "456", "doc_title");

        // When
        var failure = failure(service.knock(new KnockLock(actor("alice"), null, SPACE, "456", "doc_title")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void who_waits_is_told_his_place_and_then_that_it_is_his_turn_after_the_viewers_of_the_end() {
        // Given
        var alices = acquire("alice", "456", "doc_title");
        var refusal = failure(service.acquire(new AcquireLock(
                new Actor("bob", null, "tab1"), "Bob", SPACE, "456", "doc_title", null, null, null, true)));

        // When
        result(service.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));

        // Then
        assertThat(refusal.details().getJsonObject("waiting").getLong("position"))
                .isEqualTo(1);
        var given = list().get(0);
        assertThat(events.subList(1, events.size()))
                .containsExactly(
                        new Event.Unlocked(
                                SPACE, "456", "doc_title", "alice", alices.fence(), alices.lockSeq() + 1, "released"),
                        new Event.Locked(
                                SPACE,
                                "456",
                                "doc_title",
                                "bob",
                                "Bob",
                                given.fence(),
                                given.expiresAt(),
                                alices.lockSeq() + 2,
                                false),
                        new Event.Granted(
                                "bob",
                                "tab1",
                                SPACE,
                                "456",
                                "doc_title",
                                given.fence(),
                                given.expiresAt(),
                                10_000,
                                alices.lockSeq() + 2));
    }

    @Test
    void the_holder_is_told_that_a_renewal_is_overdue_while_nobody_else_can_have_the_lock() {
        // Given
        var lock = result(service.acquire(
                new AcquireLock(new Actor("alice", null, "tab1"), null, SPACE, "456", "doc_title", null)));
        now.addAndGet(20_000);

        // When
        result(service.expire());
        var refusal = failure(service.acquire(request("bob", "456", "doc_title")));

        // Then
        assertThat(events.get(1))
                .isEqualTo(new Event.Expiring(
                        "alice", null, SPACE, "456", "doc_title", lock.fence(), lock.expiresAt(), 10_000));
        assertThat(refusal.code()).isEqualTo(FailureCode.LOCKED);
    }

    @Test
    void a_lock_of_one_tab_forbids_the_writes_of_the_others_but_not_one_that_shows_its_fence() {
        // Given
        var lock = result(service.acquire(new AcquireLock(
                new Actor("alice", null, "tab1"), null, SPACE, "1", "title", null, Exclusive.SESSION, null, null)));
        var standing = list().get(0);

        // When
        var verdicts = result(service.check(new CheckLocks(List.of(
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "alice", "tab1", null),
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "alice", "tab2", null),
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "alice", null, lock.fence()),
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "bob", "tab1", lock.fence())))))
                .verdicts();

        // Then
        assertThat(verdicts)
                .extracting(verdict -> new Verdict(verdict.conflict(), verdict.fence()))
                .containsExactly(
                        new Verdict(null, lock.fence()),
                        new Verdict(standing, null),
                        new Verdict(null, lock.fence()),
                        new Verdict(standing, null));
    }

    @Test
    void a_write_counts_as_of_now_unless_it_shows_the_fence_of_a_lock_that_has_ended() {
        // Given
        var cell = acquire("alice", "1", "title");
        var whole = acquire("alice", "1", "*");

        // When
        var verdicts = result(service.check(new CheckLocks(List.of(
                        item("1", "alice", "title"),
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "alice", null, cell.fence()),
                        new CheckLocks.Item(SPACE, "1", List.of("title"), "alice", null, cell.fence() - 1)))))
                .verdicts();

        // Then
        assertThat(verdicts.get(0).fenceNow()).isGreaterThanOrEqualTo(whole.fence());
        assertThat(verdicts.get(1).fenceNow()).isGreaterThanOrEqualTo(whole.fence());
        assertThat(verdicts.get(2).fenceNow()).isNull();
    }

    @Test
    void without_the_store_an_acquire_is_refused_or_degraded_as_the_policy_says() {
        // Given
        var away = new AwayLockStore();
        var config = LockConfig.ofUri("redis://127.0.0.1");
        var strict = new LockService(
                away,
                config,
                events::addAll,
                new LockMetrics(new SimpleMeterRegistry()),
                () -> Instant.ofEpochMilli(now.get()));
        var lenient = new LockService(
                away,
                config.withWhenLocksAreAway(WhenLocksAreAway.ALLOW),
                events::addAll,
                new LockMetrics(new SimpleMeterRegistry()),
                () -> Instant.ofEpochMilli(now.get()));

        // When
        var refusal = failure(strict.acquire(request("alice", "456", "doc_title")));
        var answer = result(lenient.acquire(request("alice", "456", "doc_title")));
        var released = result(lenient.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));

        // Then
        assertThat(refusal.code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(answer.degraded()).isTrue();
        assertThat(answer.fence()).isZero();
        assertThat(answer.expiresAt().toEpochMilli()).isEqualTo(now.get() + 30_000);
        assertThat(released).isEqualTo(new Released(false));
        assertThat(events).isEmpty();
    }

    @Test
    void everything_is_counted() {
        // Given
        acquire("alice", "456", "doc_title");
        acquire("alice", "456", "doc_title");
        failure(service.acquire(request("bob", "456", "doc_title")));
        failure(service.acquire(
                new AcquireLock(actor("carol"), null, SPACE, "456", "doc_title", null, null, null, true)));
        result(service.count());
        var held = gauge("lockstep.lock.held");
        var waiting = gauge("lockstep.lock.waiting");

        // When
        result(service.breakLock(new BreakLock(actor("admin"), null, SPACE, "456", "doc_title", "urgent")));
        now.addAndGet(10_120);
        result(service.expire());

        // Then
        assertThat(held).isEqualTo(1);
        assertThat(waiting).isEqualTo(1);
        assertThat(acquires("acquired")).isEqualTo(1);
        assertThat(acquires("renewed")).isEqualTo(1);
        assertThat(acquires("conflict")).isEqualTo(2);
        assertThat(ended("broken")).isEqualTo(1);
        assertThat(ended("expired")).isEqualTo(1);
        assertThat(meters.get("lockstep.lock.granted").counter().count()).isEqualTo(1);
        assertThat(meters.get("lockstep.lock.expiry.lateness").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(120);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private long acquires(String outcome) {
        return meters.get("lockstep.lock.acquire")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private double ended(String reason) {
        return meters.get("lockstep.lock.ended").tag("reason", reason).counter().count();
    }

    @CanIgnoreReturnValue
    private LockAnswer acquire(String user, String document, String field) {
        return result(service.acquire(request(user, document, field)));
    }

    private List<Lock> list() {
        return result(service.list(new ListLocks(SPACE, null))).locks();
    }

    private static CheckLocks.Item item(String document, String user, String... fields) {
        return new CheckLocks.Item(SPACE, document, List.of(fields), user);
    }

    @CanIgnoreReturnValue
    private static <T> T result(Future<T> done) {
        assertThat(done.succeeded()).as("%s", done.cause()).isTrue();
        return done.result();
    }

    @CanIgnoreReturnValue
    private static ServiceException failure(Future<?> done) {
        assertThat(done.cause()).isInstanceOf(ServiceException.class);
        return (ServiceException) done.cause();
    }
}
