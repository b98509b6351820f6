package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.SPACE;
import static io.lockstep.lock.LockStoreContract.actor;
import static io.lockstep.lock.LockStoreContract.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private LockAnswer acquire(String user, String document, String field) {
        return result(service.acquire(request(user, document, field)));
    }

    private List<Lock> list() {
        return result(service.list(new ListLocks(SPACE, null))).locks();
    }

    private static CheckLocks.Item item(String document, String user, String... fields) {
        return new CheckLocks.Item(SPACE, document, List.of(fields), user);
    }

    private static <T> T result(Future<T> done) {
        assertThat(done.succeeded()).as("%s", done.cause()).isTrue();
        return done.result();
    }

    private static ServiceException failure(Future<?> done) {
        assertThat(done.cause()).isInstanceOf(ServiceException.class);
        return (ServiceException) done.cause();
    }
}
