package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.SPACE;
import static io.lockstep.lock.LockStoreContract.TTL;
import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.lock.LockStore.Census;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.Given;
import io.lockstep.lock.LockStore.GivenBack;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.News;
import io.lockstep.lock.LockStore.Refused;
import io.lockstep.lock.LockStore.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Standing in line for a lock. */
interface WaitingContract {
    /** As {@link LockStoreContract#LIMITS} has it. */
    long GRANT_TTL = 10_000;

    LockStore store();

    AtomicLong now();

    @Test
    default void who_waits_has_the_lock_as_soon_as_it_is_given_back_for_a_short_time() throws Exception {
        // Given
        var alices = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        var refused = await(store().acquire(waiting("bob", "title")));

        // When
        var answer = release("alice", "title");

        // Then
        assertThat(refused.outcome()).isEqualTo(new Refused(alices.lock(), 1));
        assertThat(answer.news())
                .hasSize(2)
                .first()
                .isEqualTo(new Ended(alices.lock(), Act.RELEASED, alices.lockSeq() + 1));
        var given = (Given) answer.news().get(1);
        assertThat(given.lock().owner()).isEqualTo("bob");
        assertThat(given.session()).isEqualTo("tab");
        assertThat(given.lockSeq()).isEqualTo(alices.lockSeq() + 2);
        assertThat(given.lock().fence()).isGreaterThan(alices.lock().fence());
        assertThat(given.lock().expiresAt().toEpochMilli()).isEqualTo(now().get() + GRANT_TTL);
        assertThat(locks()).containsExactly(given.lock());
    }

    @Test
    default void who_was_given_the_lock_keeps_it_by_acquiring_it() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        await(store().acquire(waiting("bob", "title")));
        var given = (Given) release("alice", "title").news().get(1);

        // When
        var kept = granted(await(store().acquire(waiting("bob", "title"))));

        // Then
        assertThat(kept.how()).isEqualTo(How.RENEWED);
        assertThat(kept.lock().fence()).isEqualTo(given.lock().fence());
        assertThat(kept.lock().expiresAt().toEpochMilli()).isEqualTo(now().get() + TTL);
    }

    @Test
    default void those_who_wait_are_served_in_the_order_of_asking() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        var places = new ArrayList<Long>();
        for (var user : List.of("bob", "carol", "bob", "dave")) {
            places.add(((Refused) await(store().acquire(waiting(user, "title"))).outcome()).place());
        }

        // When
        var first = release("alice", "title");
        var second = release("bob", "title");
        var third = release("carol", "title");

        // Then
        assertThat(places).containsExactly(1L, 2L, 1L, 3L);
        assertThat(List.of(first, second, third))
                .extracting(answer -> givenTo(answer.news()))
                .containsExactly("bob", "carol", "dave");
    }

    @Test
    default void an_expiry_serves_the_line_and_so_does_who_lets_his_turn_pass() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        now().addAndGet(TTL - 5_000);
        await(store().acquire(waiting("bob", "title")));
        await(store().acquire(waiting("carol", "title")));

        // When
        now().addAndGet(5_000);
        var atExpiry = due();
        attend("carol");
        now().addAndGet(GRANT_TTL - 1);
        attend("carol");
        now().addAndGet(1);
        var bobsTurnPassed = due();

        // Then
        assertThat(givenTo(atExpiry)).isEqualTo("bob");
        assertThat(givenTo(bobsTurnPassed)).isEqualTo("carol");
    }

    @Test
    default void a_broken_lock_serves_the_line() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        await(store().acquire(waiting("bob", "title")));

        // When
        var broken = await(store().breakLock(
                        new BreakLock(LockStoreContract.actor("admin"), null, SPACE, "1", "title", "urgent")));

        // Then
        assertThat(givenTo(broken.news())).isEqualTo("bob");
    }

    @Test
    default void who_has_left_is_skipped() throws Exception {
        // Given bob, who is not seen again, carol, who gives her place back, and dave, who stays
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        for (var user : List.of("bob", "carol", "dave")) {
            await(store().acquire(waiting(user, "title")));
        }
        now().addAndGet(9_999);
        attend("dave");
        now().addAndGet(1);

        // When
        var left = release("carol", "title");
        var answer = release("alice", "title");

        // Then
        assertThat(left.outcome()).isEqualTo(new GivenBack(false, true));
        assertThat(givenTo(answer.news())).isEqualTo("dave");
        assertThat(await(store().census())).isEqualTo(new Census(1, 0));
    }

    @Test
    default void a_line_is_bounded_and_who_is_not_in_it_is_told() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));

        // When
        var places = new ArrayList<Long>();
        for (var user : List.of("bob", "carol", "dave", "erin")) {
            places.add(((Refused) await(store().acquire(waiting(user, "title"))).outcome()).place());
        }

        // Then
        assertThat(places).containsExactly(1L, 2L, 3L, 0L);
        assertThat(await(store().census())).isEqualTo(new Census(1, 3));
    }

    @Test
    default void who_waits_for_the_whole_document_is_not_overtaken_but_by_those_he_waits_for() throws Exception {
        // Given
        var alices = granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        await(store().acquire(waiting("bob", "*")));

        // When
        var newcomer = await(store().acquire(LockStoreContract.claim("carol", "1", "author")));
        var holder = await(store().acquire(LockStoreContract.claim("alice", "1", "author")));
        var first = release("alice", "title");
        var second = release("alice", "author");

        // Then
        assertThat(newcomer.outcome()).isEqualTo(new Refused(alices.lock(), 0));
        assertThat(granted(holder).how()).isEqualTo(How.ACQUIRED);
        assertThat(first.news()).hasSize(1);
        assertThat(givenTo(second.news())).isEqualTo("bob");
    }

    @Test
    default void one_end_serves_all_who_can_have_what_they_wait_for() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "*"))));
        await(store().acquire(waiting("bob", "title")));
        await(store().acquire(waiting("carol", "author")));
        await(store().acquire(waiting("dave", "title")));

        // When
        var answer = release("alice", "*");

        // Then
        assertThat(answer.news())
                .filteredOn(Given.class::isInstance)
                .extracting(news -> ((Given) news).lock().owner())
                .containsExactly("bob", "carol");
        assertThat(await(store().census())).isEqualTo(new Census(2, 1));
    }

    @Test
    default void who_got_the_lock_without_waiting_on_waits_no_longer() throws Exception {
        // Given
        granted(await(store().acquire(LockStoreContract.claim("alice", "1", "title"))));
        await(store().acquire(waiting("bob", "title")));
        release("alice", "title");

        // When
        var back = release("bob", "title");

        // Then
        assertThat(back.news()).hasSize(1);
        assertThat(locks()).isEmpty();
        assertThat(await(store().census())).isEqualTo(new Census(0, 0));
    }

    private LockStore.Answer<Release> release(String user, String field) throws TimeoutException {
        return await(store().release(new ReleaseLock(new Actor(user, null, "tab"), SPACE, "1", field)));
    }

    private void attend(String user) throws TimeoutException {
        assertThat(await(store().attend(List.of(new Attendee(SPACE, user, "tab")))))
                .isEqualTo(1);
    }

    private List<Lock> locks() throws TimeoutException {
        return await(store().list(new ListLocks(SPACE, null))).locks();
    }

    private List<News> due() throws TimeoutException {
        var news = new ArrayList<News>();
        await(store().expire(due -> news.addAll(due.news())));
        return news;
    }

    private static String givenTo(List<News> news) {
        return news.stream()
                .filter(Given.class::isInstance)
                .map(given -> ((Given) given).lock().owner())
                .findFirst()
                .orElse("nobody");
    }

    private static Claim waiting(String user, String field) {
        return Claim.of(new AcquireLock(new Actor(user, null, "tab"), null, SPACE, "1", field, TTL, null, null, true));
    }
}
