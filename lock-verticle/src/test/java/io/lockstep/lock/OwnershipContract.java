package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.SPACE;
import static io.lockstep.lock.LockStoreContract.TTL;
import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.AcquireLocks;
import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.Exclusive;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.contract.lock.LockAudit.Entry;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.lock.LockStore.Due;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.GivenBack;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.Refused;
import io.lockstep.lock.LockStore.Taken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who owns a lock, for how long, and how it ends but by its owner. */
interface OwnershipContract {
    LockStore store();

    AtomicLong now();

    @Test
    default void two_tabs_of_one_user_exclude_each_other_when_they_ask_to() throws Exception {
        // Given
        var first = granted(await(store().acquire(ofTab("alice", "tab1", "title"))));

        // When
        var other = await(store().acquire(ofTab("alice", "tab2", "title")));
        var again = granted(await(store().acquire(ofTab("alice", "tab1", "title"))));

        // Then
        assertThat(first.lock().session()).isEqualTo("tab1");
        assertThat(other.outcome()).isEqualTo(new Refused(first.lock(), 0));
        assertThat(again.how()).isEqualTo(How.RENEWED);
        assertThat(again.lock().fence()).isEqualTo(first.lock().fence());
    }

    @Test
    default void a_lock_of_one_tab_and_one_of_all_tabs_exclude_each_other() throws Exception {
        // Given
        var ofAll = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        var ofTab = granted(await(store().acquire(ofTab("alice", "tab1", "author"))));

        // When
        var tabWantsTitle = await(store().acquire(ofTab("alice", "tab1", "title")));
        var allWantAuthor = await(store().acquire(LockStoreContract.claim("alice", "1", "author")));

        // Then
        assertThat(tabWantsTitle.outcome()).isEqualTo(new Refused(ofAll.lock(), 0));
        assertThat(allWantAuthor.outcome()).isEqualTo(new Refused(ofTab.lock(), 0));
    }

    @Test
    default void another_tab_cannot_give_back_the_lock_of_one_tab() throws Exception {
        // Given
        var lock = granted(await(store().acquire(ofTab("alice", "tab1", "title"))));

        // When
        var byOther = await(store().release(release("alice", "tab2", "title")));
        var byOwner = await(store().release(release("alice", "tab1", "title")));

        // Then
        assertThat(byOther.outcome()).isEqualTo(new Refused(lock.lock(), 0));
        assertThat(byOwner.outcome()).isEqualTo(new GivenBack(true, false));
    }

    @Test
    default void a_renewal_under_another_name_is_shown() throws Exception {
        // Given
        var first = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));

        // When
        var renamed = granted(await(store().acquire(Claim.of(
                new AcquireLock(LockStoreContract.actor("alice"), "Alice Meyer", SPACE, "1", "title", TTL)))));

        // Then
        assertThat(renamed.how()).isEqualTo(How.CHANGED);
        assertThat(renamed.lockSeq()).isEqualTo(first.lockSeq() + 1);
        assertThat(renamed.lock().fence()).isEqualTo(first.lock().fence());
    }

    @Test
    default void a_renewal_never_shortens_what_was_promised() throws Exception {
        // Given
        var promised = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));

        // When
        var renewed = granted(await(store().acquire(Claim.of(
                new AcquireLock(LockStoreContract.actor("alice"), "Alice", SPACE, "1", "title", 1_000L)))));

        // Then
        assertThat(renewed.lock()).isEqualTo(promised.lock());
    }

    @Test
    default void a_renewal_keeps_when_the_lock_was_taken_and_what_for() throws Exception {
        // Given
        var taken = granted(await(store().acquire(edit("edit \"dialog\"/ä", TTL, false))));
        now().addAndGet(10_000);

        // When
        var renewed = granted(await(store().acquire(edit(null, 2 * TTL, false))));

        // Then
        assertThat(taken.lock().process()).isEqualTo("edit \"dialog\"/ä");
        assertThat(taken.lock().created()).isEqualTo(Instant.ofEpochMilli(now().get() - 10_000));
        assertThat(renewed.lock().process()).isEqualTo(taken.lock().process());
        assertThat(renewed.lock().created()).isEqualTo(taken.lock().created());
        assertThat(renewed.lock().ttlMillis()).isEqualTo(2 * TTL);
        assertThat(locks()).containsExactly(renewed.lock());
    }

    @Test
    default void a_renewal_that_is_announced_counts_as_a_change() throws Exception {
        // Given
        var taken = granted(await(store().acquire(edit("edit", TTL, true))));

        // When
        var renewed = granted(await(store().acquire(edit("print", TTL, true))));

        // Then
        assertThat(renewed.how()).isEqualTo(How.CHANGED);
        assertThat(renewed.lockSeq()).isEqualTo(taken.lockSeq() + 1);
        assertThat(renewed.lock().process()).isEqualTo("print");
    }

    private static Claim edit(@Nullable String process, long ttl, boolean announces) {
        return Claim.of(new AcquireLock(
                LockStoreContract.actor("alice"),
                "Alice",
                SPACE,
                "1",
                Lock.WHOLE_DOCUMENT,
                ttl,
                null,
                null,
                null,
                process,
                null,
                announces));
    }

    @Test
    default void several_cells_are_taken_all_at_once() throws Exception {
        // Given
        var mine = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));

        // When
        var answer = await(store().acquire(all("alice", "1:title", "1:author", "2:*")));

        // Then
        var taken = ((Granted) answer.outcome()).locks();
        assertThat(taken).extracting(Taken::how).containsExactly(How.RENEWED, How.ACQUIRED, How.ACQUIRED);
        assertThat(taken)
                .extracting(Taken::lockSeq)
                .containsExactly(mine.lockSeq(), mine.lockSeq() + 1, mine.lockSeq() + 2);
        assertThat(locks()).hasSize(3);
    }

    @Test
    default void of_several_cells_none_is_taken_when_one_is_not_to_be_had() throws Exception {
        // Given
        var bobs = granted(await(store().acquire(LockStoreContract.claim("bob", "2", "title"))));
        granted(await(store().acquire(LockStoreContract.claim("carol", "3", "title"))));

        // When
        var answer = await(store().acquire(all("alice", "1:title", "3:title", "2:*")));

        // Then
        assertThat(answer.outcome()).isEqualTo(new Refused(bobs.lock(), 0));
        assertThat(locks()).hasSize(2);
    }

    @Test
    default void a_broken_lock_is_gone_and_its_next_fence_is_higher() throws Exception {
        // Given
        var lock = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));

        // When
        var broken = await(store().breakLock(breaking("1", "title")));
        var again = await(store().breakLock(breaking("1", "title")));

        // Then
        assertThat(broken.outcome()).contains(lock.lock());
        assertThat(broken.news()).containsExactly(new Ended(lock.lock(), Act.BROKEN, lock.lockSeq() + 1));
        assertThat(again.outcome()).isEmpty();
        assertThat(again.news()).isEmpty();
        assertThat(granted(await(store().acquire(LockStoreContract.claim("bob", "1", "title"))))
                        .lock()
                        .fence())
                .isGreaterThan(lock.lock().fence());
    }

    @Test
    default void a_lock_to_be_released_on_disconnect_ends_when_its_owner_was_not_seen_for_the_grace() throws Exception {
        // Given
        var lock = granted(await(store().acquire(attended("alice", "title"))));

        // When
        now().addAndGet(9_999);
        var early = await(store().acquire(LockStoreContract.claim("bob", "1", "title")));
        var attended = await(store().attend(List.of(new Attendee(SPACE, "alice", null))));
        now().addAndGet(9_999);
        var whileSeen = due();
        now().addAndGet(1);
        var gone = due();

        // Then
        assertThat(early.outcome()).isInstanceOf(Refused.class);
        assertThat(attended).isEqualTo(1);
        assertThat(whileSeen).isEmpty();
        assertThat(gone).containsExactly(new Ended(lock.lock(), Act.DISCONNECTED, lock.lockSeq() + 1));
        assertThat(await(store().attend(List.of(new Attendee(SPACE, "alice", null)))))
                .isZero();
    }

    @Test
    default void a_lock_whose_owner_is_seen_still_ends_with_its_ttl() throws Exception {
        // Given
        var lock = granted(await(store().acquire(attended("alice", "title"))));

        // When
        for (var seconds = 0; seconds < 30; seconds += 5) {
            now().addAndGet(5_000);
            await(store().attend(List.of(new Attendee(SPACE, "alice", null))));
        }

        // Then
        assertThat(due()).containsExactly(new Ended(lock.lock(), Act.EXPIRED, lock.lockSeq() + 1));
    }

    @Test
    default void who_has_to_be_seen_is_named_and_forgotten_when_he_has_not() throws Exception {
        // Given
        granted(await(store().acquire(attended("alice", "title"))));

        // When
        var before = await(store().attendees());
        await(store().release(new ReleaseLock(LockStoreContract.actor("alice"), SPACE, "1", "title")));
        await(store().attend(before));

        // Then
        assertThat(before).containsExactly(new Attendee(SPACE, "alice", null));
        assertThat(await(store().attendees())).isEmpty();
    }

    @Test
    default void a_renewal_that_is_overdue_is_found_once_while_the_lock_still_stands() throws Exception {
        // Given
        var lock = granted(await(store().acquire(ofTab("alice", "tab1", "title"))));

        // When
        now().addAndGet(TTL - TTL / 3 - 1);
        var early = overdue();
        now().addAndGet(1);
        var first = overdue();
        var second = overdue();

        // Then
        assertThat(early).isEmpty();
        assertThat(first).containsExactly(lock.lock());
        assertThat(second).isEmpty();
        assertThat(locks()).containsExactly(lock.lock());
    }

    @Test
    default void a_lock_that_was_renewed_in_time_is_not_overdue() throws Exception {
        // Given
        granted(await(store().acquire(ofTab("alice", "tab1", "title"))));
        now().addAndGet(TTL / 3);
        granted(await(store().acquire(ofTab("alice", "tab1", "title"))));

        // When
        now().addAndGet(TTL / 3);

        // Then
        assertThat(overdue()).isEmpty();
    }

    @Test
    default void everything_that_became_of_locks_is_in_the_audit() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        await(store().release(new ReleaseLock(LockStoreContract.actor("alice"), SPACE, "1", "title")));
        granted(await(store().acquire(LockStoreContract.claim("bob", "1", "title"))));
        await(store().breakLock(breaking("1", "title")));
        granted(await(store().acquire(LockStoreContract.claim("carol", "1", "title"))));
        now().addAndGet(TTL);
        due();

        // When
        var entries = await(store().audit(new ListLockAudit(SPACE, null, null))).entries();

        // Then the newest is first, and a renewal is none
        assertThat(entries)
                .extracting(entry -> entry.user() + " " + entry.act().json())
                .containsExactly(
                        "carol expired",
                        "carol acquired",
                        "bob broken",
                        "bob acquired",
                        "alice released",
                        "alice acquired");
        assertThat(entries).extracting(Entry::lockSeq).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(entries.get(0).at().toEpochMilli()).isEqualTo(now().get());
    }

    private List<Lock> locks() throws TimeoutException {
        return await(store().list(new ListLocks(SPACE, null))).locks();
    }

    private List<Ended> due() throws TimeoutException {
        return found().flatMap(due -> due.news().stream())
                .map(Ended.class::cast)
                .toList();
    }

    private List<Lock> overdue() throws TimeoutException {
        return found().flatMap(due -> due.overdue().stream()).toList();
    }

    private Stream<Due> found() throws TimeoutException {
        var found = new ArrayList<Due>();
        await(store().expire(found::add));
        return found.stream();
    }

    private static Claim ofTab(String user, String tab, String field) {
        return Claim.of(new AcquireLock(
                new Actor(user, null, tab), null, SPACE, "1", field, TTL, Exclusive.SESSION, null, null));
    }

    private static Claim attended(String user, String field) {
        return Claim.of(new AcquireLock(LockStoreContract.actor(user), null, SPACE, "1", field, TTL, null, true, null));
    }

    private static Claim all(String user, String... cells) {
        var wanted = Stream.of(cells)
                .map(cell -> cell.split(":", 2))
                .map(parts -> new Cell(parts[0], parts[1]))
                .toList();
        return Claim.of(new AcquireLocks(LockStoreContract.actor(user), "Alice", SPACE, wanted, TTL, null, null));
    }

    private static ReleaseLock release(String user, @Nullable String session, String field) {
        return new ReleaseLock(new Actor(user, null, session), SPACE, "1", field);
    }

    private static BreakLock breaking(String document, String field) {
        return new BreakLock(LockStoreContract.actor("admin"), null, SPACE, document, field, "left for holidays");
    }
}
