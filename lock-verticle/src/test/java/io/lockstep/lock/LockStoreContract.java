package io.lockstep.lock;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.lock.LockStore.Acquisition;
import io.lockstep.lock.LockStore.Answer;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.GivenBack;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.Refused;
import io.lockstep.lock.LockStore.Release;
import io.lockstep.lock.LockStore.Taken;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every lock store keeps to. The store starts empty and lives by {@link #now}. */
abstract class LockStoreContract implements OwnershipContract, WaitingContract {
    static final String SPACE = "metavox:103";
    static final long TTL = 30_000;

    static final RedisLockStore.Limits LIMITS = new RedisLockStore.Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofHours(1), 3, 1_000, false);

    final AtomicLong now = new AtomicLong(1_763_000_000_000L);

    @Override
    public abstract LockStore store();

    @Override
    public AtomicLong now() {
        return now;
    }

    @Test
    void a_free_cell_is_given_until_the_end_of_its_ttl() throws Exception {
        // When
        var granted = granted(acquire("alice", "456", "doc_title"));

        // Then
        assertThat(granted.how()).isEqualTo(How.ACQUIRED);
        assertThat(granted.lock().owner()).isEqualTo("alice");
        assertThat(granted.lock().displayName()).isEqualTo("Alice");
        assertThat(granted.lock().expiresAt().toEpochMilli()).isEqualTo(now.get() + TTL);
        assertThat(list()).isEqualTo(new LockSnapshot(SPACE, List.of(granted.lock()), granted.lockSeq()));
    }

    @Test
    void the_owner_renews_his_lock_and_keeps_its_fence() throws Exception {
        // Given
        var first = granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(10_000);

        // When
        var second = granted(acquire("alice", "456", "doc_title"));

        // Then
        assertThat(second.how()).isEqualTo(How.RENEWED);
        assertThat(second.lock().fence()).isEqualTo(first.lock().fence());
        assertThat(second.lockSeq()).isEqualTo(first.lockSeq());
        assertThat(second.lock().expiresAt().toEpochMilli()).isEqualTo(now.get() + TTL);
        assertThat(list().locks()).containsExactly(second.lock());
    }

    @Test
    void a_cell_of_somebody_else_is_refused_and_nothing_changes() throws Exception {
        // Given
        var standing = granted(acquire("alice", "456", "doc_title"));

        // When
        var answer = acquire("bob", "456", "doc_title");

        // Then
        assertThat(answer.outcome()).isEqualTo(new Refused(standing.lock(), 0));
        assertThat(list()).isEqualTo(new LockSnapshot(SPACE, List.of(standing.lock()), standing.lockSeq()));
    }

    @Test
    void a_whole_document_excludes_the_cells_of_others() throws Exception {
        // Given
        var standing = granted(acquire("alice", "456", "*"));

        // When
        var answer = acquire("bob", "456", "doc_title");

        // Then
        assertThat(answer.outcome()).isEqualTo(new Refused(standing.lock(), 0));
    }

    @Test
    void cells_exclude_the_whole_document_of_others_and_the_first_taken_is_named() throws Exception {
        // Given
        var first = granted(acquire("bob", "456", "z"));
        granted(acquire("carol", "456", "a"));

        // When
        var answer = acquire("alice", "456", "*");

        // Then
        assertThat(answer.outcome()).isEqualTo(new Refused(first.lock(), 0));
    }

    @Test
    void one_user_may_hold_the_whole_document_and_cells_of_it() throws Exception {
        // When
        var cell = granted(acquire("alice", "456", "doc_title"));
        var whole = granted(acquire("alice", "456", "*"));
        var other = granted(acquire("alice", "456", "doc_author"));

        // Then
        assertThat(list().locks()).containsExactly(cell.lock(), whole.lock(), other.lock());
    }

    @Test
    void other_cells_documents_and_spaces_are_free() throws Exception {
        // Given
        granted(acquire("alice", "456", "doc_title"));

        // When
        var cell = granted(acquire("bob", "456", "doc_author"));
        var document = granted(acquire("bob", "457", "doc_title"));
        var space = granted(await(store().acquire(
                        Claim.of(new AcquireLock(actor("bob"), null, "notes:alice", "456", "doc_title", TTL)))));

        // Then
        assertThat(List.of(cell, document, space)).allMatch(taken -> taken.how() == How.ACQUIRED);
        assertThat(list().locks()).hasSize(3);
    }

    @Test
    void the_owner_gives_his_lock_back_and_the_next_holder_has_a_higher_fence() throws Exception {
        // Given
        var lock = granted(acquire("alice", "456", "doc_title"));

        // When
        var answer = release("alice", "456", "doc_title");

        // Then
        assertThat(answer)
                .isEqualTo(new Answer<Release>(
                        List.of(new Ended(lock.lock(), Act.RELEASED, lock.lockSeq() + 1)), new GivenBack(true, false)));
        assertThat(list().locks()).isEmpty();
        assertThat(granted(acquire("bob", "456", "doc_title")).lock().fence())
                .isGreaterThan(lock.lock().fence());
    }

    @Test
    void nobody_gives_back_the_lock_of_somebody_else() throws Exception {
        // Given
        var lock = granted(acquire("alice", "456", "doc_title"));

        // When
        var answer = release("bob", "456", "doc_title");

        // Then
        assertThat(answer.outcome()).isEqualTo(new Refused(lock.lock(), 0));
        assertThat(list()).isEqualTo(new LockSnapshot(SPACE, List.of(lock.lock()), lock.lockSeq()));
    }

    @Test
    void to_give_back_what_nobody_holds_changes_nothing() throws Exception {
        // Given
        var before = list();

        // When
        var answer = release("alice", "456", "doc_title");

        // Then
        assertThat(answer).isEqualTo(new Answer<Release>(List.of(), new GivenBack(false, false)));
        assertThat(list()).isEqualTo(before);
    }

    @Test
    void a_lock_stands_to_the_last_millisecond_and_not_longer() throws Exception {
        // Given
        var lock = granted(acquire("alice", "456", "doc_title"));

        // When
        now.addAndGet(TTL - 1);
        var refused = acquire("bob", "456", "doc_title");
        var early = expire();
        now.addAndGet(1);
        var listed = list();

        // Then
        assertThat(refused.outcome()).isEqualTo(new Refused(lock.lock(), 0));
        assertThat(early).isEmpty();
        assertThat(listed.locks()).isEmpty();
        assertThat(expire()).containsExactly(new Ended(lock.lock(), Act.EXPIRED, lock.lockSeq() + 1));
    }

    @Test
    void an_expired_lock_is_handed_out_once() throws Exception {
        // Given
        granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(TTL);

        // When
        var both = List.of(expire(), expire());

        // Then
        assertThat(both.get(0)).hasSize(1);
        assertThat(both.get(1)).isEmpty();
    }

    @Test
    void a_renewed_lock_outlives_its_first_deadline() throws Exception {
        // Given
        granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(20_000);
        var renewed = granted(acquire("alice", "456", "doc_title"));

        // When
        now.addAndGet(10_000);
        var atFirstDeadline = expire();
        now.addAndGet(20_000);

        // Then
        assertThat(atFirstDeadline).isEmpty();
        assertThat(expire()).extracting(Ended::lock).containsExactly(renewed.lock());
    }

    @Test
    void a_due_lock_ends_before_the_next_holder_takes_the_cell() throws Exception {
        // Given
        var old = granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(TTL);

        // When
        var answer = acquire("bob", "456", "doc_title");

        // Then
        assertThat(answer.news()).containsExactly(new Ended(old.lock(), Act.EXPIRED, old.lockSeq() + 1));
        assertThat(granted(answer).lockSeq()).isEqualTo(old.lockSeq() + 2);
        assertThat(granted(answer).lock().fence()).isGreaterThan(old.lock().fence());
        assertThat(expire()).isEmpty();
    }

    @Test
    void the_own_due_lock_is_taken_anew_and_not_renewed() throws Exception {
        // Given
        var old = granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(TTL);

        // When
        var answer = acquire("alice", "456", "doc_title");

        // Then
        assertThat(answer.news()).hasSize(1);
        assertThat(granted(answer).how()).isEqualTo(How.ACQUIRED);
        assertThat(granted(answer).lock().fence()).isGreaterThan(old.lock().fence());
    }

    @Test
    void to_give_back_a_due_lock_ends_it_as_expired() throws Exception {
        // Given
        var old = granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(TTL);

        // When
        var answer = release("alice", "456", "doc_title");

        // Then
        assertThat(answer)
                .isEqualTo(new Answer<Release>(
                        List.of(new Ended(old.lock(), Act.EXPIRED, old.lockSeq() + 1)), new GivenBack(false, false)));
    }

    @Test
    void due_locks_of_many_documents_and_spaces_end_in_the_order_of_their_deadlines() throws Exception {
        // Given
        var late = granted(acquire("alice", "456", "a"));
        now.addAndGet(-1_000);
        var early = granted(acquire("bob", "457", "b"));
        var elsewhere = granted(await(
                store().acquire(Claim.of(new AcquireLock(actor("bob"), null, "notes:alice", "1", "title", TTL)))));
        now.addAndGet(TTL + 5_000);

        // When
        var ended = expire();

        // Then
        assertThat(ended).hasSize(3).contains(new Ended(elsewhere.lock(), Act.EXPIRED, elsewhere.lockSeq() + 1));
        assertThat(ended.stream().filter(one -> one.lock().space().equals(SPACE)))
                .containsExactly(
                        new Ended(early.lock(), Act.EXPIRED, early.lockSeq() + 1),
                        new Ended(late.lock(), Act.EXPIRED, early.lockSeq() + 2));
    }

    @Test
    void thousands_of_locks_that_end_together_all_end_at_once() throws Exception {
        // Given
        var taken = IntStream.range(0, 2_500)
                .mapToObj(cell -> store().acquire(claim("alice", "456", "field" + cell)))
                .toList();
        await(Future.all(taken));
        now.addAndGet(TTL);

        // When
        var ended = expire();

        // Then
        assertThat(ended).hasSize(2_500);
        assertThat(ended).extracting(Ended::lockSeq).isSorted().doesNotHaveDuplicates();
        assertThat(list().lockSeq()).isEqualTo(ended.get(2_499).lockSeq());
    }

    @Test
    void a_list_of_some_documents_leaves_out_the_others() throws Exception {
        // Given
        granted(acquire("alice", "455", "doc_title"));
        var cell = granted(acquire("alice", "456", "doc_title"));
        var whole = granted(acquire("bob", "457", "*"));

        // When
        var some = withoutFence(await(store().list(new ListLocks(SPACE, List.of("457", "456", "457", "unknown")))));
        var none = await(store().list(new ListLocks(SPACE, List.of())));

        // Then
        assertThat(some).isEqualTo(new LockSnapshot(SPACE, List.of(cell.lock(), whole.lock()), whole.lockSeq()));
        assertThat(none.locks()).isEmpty();
    }

    @Test
    void a_look_knows_a_fence_that_all_earlier_locks_have_not_passed_and_all_later_ones_have() throws Exception {
        // Given
        var earlier = granted(acquire("alice", "456", "doc_title"));

        // When
        long fence = Objects.requireNonNull(
                await(store().list(new ListLocks(SPACE, null))).fence());

        // Then
        assertThat(earlier.lock().fence()).isLessThanOrEqualTo(fence);
        now.addAndGet(1);
        assertThat(granted(acquire("bob", "457", "doc_title")).lock().fence()).isGreaterThan(fence);
    }

    @Test
    void any_name_is_kept_as_it_is() throws Exception {
        // Given
        var names = List.of("a:b", "{a}", "a%3Ab", "%", "ü 漢字 🙂", "\"quoted\\\"", "*a", "a/b");

        // When
        var taken = new ArrayList<Lock>();
        for (var name : names) {
            taken.add(granted(await(store().acquire(Claim.of(
                            new AcquireLock(new Actor(name, null, null), "<" + name + "\n>", SPACE, name, name, TTL)))))
                    .lock());
        }

        // Then
        assertThat(taken).extracting(Lock::field).isEqualTo(names);
        assertThat(taken).extracting(Lock::owner).isEqualTo(names);
        assertThat(list().locks()).isEqualTo(taken);
        now.addAndGet(TTL);
        assertThat(expire()).extracting(Ended::lock).isEqualTo(taken);
    }

    @Test
    void fences_grow_within_one_millisecond() throws Exception {
        // Given a time for which no fence was given yet
        now.addAndGet(1_000);

        // When
        var fences = new ArrayList<Long>();
        for (var field : List.of("a", "b", "c")) {
            fences.add(granted(acquire("alice", "456", field)).lock().fence());
        }

        // Then
        assertThat(fences).isSorted().doesNotHaveDuplicates();
        assertThat(fences.get(0)).isEqualTo(now.get() * 1_000);
    }

    Answer<Acquisition> acquire(String user, String document, String field) throws TimeoutException {
        return await(store().acquire(claim(user, document, field)));
    }

    Answer<Release> release(String user, String document, String field) throws TimeoutException {
        return await(store().release(new ReleaseLock(actor(user), SPACE, document, field)));
    }

    /** Without the fence, which counts the time. */
    LockSnapshot list() throws TimeoutException {
        return withoutFence(await(store().list(new ListLocks(SPACE, null))));
    }

    private static LockSnapshot withoutFence(LockSnapshot snapshot) {
        return new LockSnapshot(snapshot.space(), snapshot.locks(), snapshot.lockSeq());
    }

    List<Ended> expire() throws TimeoutException {
        var ended = new ArrayList<Ended>();
        await(store().expire(due -> due.news().forEach(news -> ended.add((Ended) news))));
        return ended;
    }

    static Claim claim(String user, String document, String field) {
        return Claim.of(request(user, document, field));
    }

    static AcquireLock request(String user, String document, String field) {
        return new AcquireLock(actor(user), displayName(user), SPACE, document, field, TTL);
    }

    static Actor actor(String user) {
        return new Actor(user, null, null);
    }

    private static @Nullable String displayName(String user) {
        return user.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + user.substring(1);
    }

    /** The only lock that was claimed. */
    static Taken granted(Answer<Acquisition> answer) {
        assertThat(answer.outcome()).isInstanceOf(Granted.class);
        return ((Granted) answer.outcome()).locks().get(0);
    }

    static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(10, SECONDS);
    }
}
