package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.ReleaseLock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The adapter keeps to the contract, and to what others may read in Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisLockStoreIT extends LockStoreContract {
    private static final String KEY = "metavox_lock:{103}:456:doc_title";

    private final TestRedis redis = TestRedis.shared();
    private StoreOnLoop store;
    private StoreOnLoop storeOnRedisTime;
    private StoreOnLoop otherNode;

    @BeforeAll
    void open() throws Exception {
        store = StoreOnLoop.open(redis.patientConfig(), Optional.of(now::get));
        storeOnRedisTime = StoreOnLoop.open(redis.patientConfig(), Optional.empty());
        otherNode = StoreOnLoop.open(redis.patientConfig(), Optional.empty());
    }

    @BeforeEach
    void empty() {
        redis.ask(Command.FLUSHALL);
    }

    @AfterAll
    void close() {
        store.close();
        storeOnRedisTime.close();
        otherNode.close();
    }

    @Override
    public LockStore store() {
        return store;
    }

    @Test
    void the_key_names_the_owner_first_and_lives_as_long_as_the_lock() throws Exception {
        // When
        var lock = granted(await(storeOnRedisTime.acquire(claim("alice", "456", "doc_title"))))
                .lock();

        // Then
        assertThat(redis.ask(Command.GET, KEY))
                .startsWith("alice\n{")
                .contains("\"displayName\":\"Alice\"", "\"fence\":" + lock.fence());
        assertThat(Long.parseLong(redis.ask(Command.PTTL, KEY))).isBetween(TTL - 5_000, TTL);
    }

    @Test
    void nothing_of_a_lock_is_left_after_its_release_but_counters_and_audit() throws Exception {
        // Given
        await(store.acquire(claim("alice", "456", "doc_title")));

        // When
        await(store.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));
        now.addAndGet(TTL);
        expire();

        // Then
        assertThat(keys()).containsExactlyInAnyOrder("metavox_lock.audit:{103}", "metavox_lock.space:{103}");
    }

    @Test
    void all_keys_of_a_space_are_in_one_cluster_slot() throws Exception {
        // When
        await(store.acquire(claim("alice", "a{b}:c", "{d}")));

        // Then
        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "metavox_lock:{103}:a%7Bb%7D%3Ac:%7Bd%7D",
                        "metavox_lock.document:{103}:a%7Bb%7D%3Ac",
                        "metavox_lock.deadlines:{103}",
                        "metavox_lock.space:{103}",
                        "metavox_lock.audit:{103}",
                        "lock:deadlines");
    }

    @Test
    void of_fifty_users_at_once_one_wins_and_the_others_are_told_who() throws Exception {
        // When
        var attempts = IntStream.range(0, 50)
                .mapToObj(user -> (user % 2 == 0 ? storeOnRedisTime : otherNode)
                        .acquire(claim("user" + user, "456", "doc_title")))
                .toList();
        await(Future.join(attempts));

        // Then
        var winners = attempts.stream()
                .map(Future::result)
                .filter(answer -> answer.outcome() instanceof LockStore.Granted)
                .map(answer -> granted(answer).lock())
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(attempts.stream().map(Future::result).map(LockStore.Answer::outcome))
                .filteredOn(LockStore.Refused.class::isInstance)
                .hasSize(49)
                .containsOnly(new LockStore.Refused(winners.get(0), 0));
    }

    @Test
    void the_events_of_a_space_leave_in_the_order_of_their_lock_seq() throws Exception {
        // Given
        var events = new ConcurrentLinkedQueue<Event>();
        var service = new LockService(
                storeOnRedisTime,
                redis.patientConfig(),
                events::addAll,
                new LockMetrics(new SimpleMeterRegistry()),
                InstantSource.system());
        var random = new Random(42);

        // When many acquire, renew and release at once, and every script is forgotten in between
        var asked = new ArrayList<Future<?>>();
        for (int step = 0; step < 600; step++) {
            var user = "user" + random.nextInt(3);
            var field = "field" + random.nextInt(5);
            asked.add(
                    random.nextInt(3) == 0
                            ? service.release(new ReleaseLock(actor(user), SPACE, "456", field))
                            : service.acquire(request(user, "456", field)));
            if (step == 300) {
                redis.ask(Command.SCRIPT, "FLUSH");
            }
        }
        await(Future.join(asked).otherwiseEmpty());

        // Then
        var seqs = events.stream().map(RedisLockStoreIT::lockSeq).toList();
        assertThat(seqs).hasSizeGreaterThan(100).isSorted().doesNotHaveDuplicates();
        assertThat(seqs.get(seqs.size() - 1) - seqs.get(0)).isEqualTo(seqs.size() - 1L);
    }

    @Test
    void a_redis_that_forgot_the_scripts_learns_them_again() throws Exception {
        // Given
        granted(acquire("alice", "456", "doc_title"));

        // When
        redis.ask(Command.SCRIPT, "FLUSH");
        var renewed = granted(acquire("alice", "456", "doc_title"));

        // Then
        assertThat(renewed.how()).isEqualTo(LockStore.How.RENEWED);
        assertThat(list().locks()).containsExactly(renewed.lock());
    }

    @Test
    void a_hint_that_comes_too_early_leaves_one_for_the_true_deadline() throws Exception {
        // Given a node whose clock estimate was 400 ms behind when it wrote its hint
        var lock = granted(acquire("alice", "456", "doc_title"));
        redis.ask(Command.DEL, "lock:deadlines");
        redis.ask(Command.ZADD, "lock:deadlines", now.get() + TTL - 400, now.get() + TTL - 400 + ":" + SPACE);

        // When
        now.addAndGet(TTL - 400);
        var early = expire();
        now.addAndGet(400);

        // Then
        assertThat(early).isEmpty();
        assertThat(expire()).extracting(LockStore.Ended::lock).containsExactly(lock.lock());
        assertThat(redis.ask(Command.EXISTS, "lock:deadlines")).isEqualTo("0");
    }

    @Test
    void a_look_that_comes_too_early_for_its_own_hint_keeps_it() throws Exception {
        // Given a lock whose deadline is its hint, and a node whose estimate of the clock is ahead
        now.set(now.get() / 1_000 * 1_000);
        var lock = granted(acquire("alice", "456", "doc_title"));
        now.addAndGet(TTL - 1);
        redis.ask(Command.ZADD, "lock:deadlines", now.get(), now.get() + 1 + ":" + SPACE);

        // When
        var early = expire();
        now.addAndGet(1);

        // Then
        assertThat(early).isEmpty();
        assertThat(expire()).extracting(LockStore.Ended::lock).containsExactly(lock.lock());
    }

    @Test
    void counters_do_not_go_back_when_redis_lost_everything() throws Exception {
        // Given
        var before = granted(acquire("alice", "456", "doc_title"));

        // When
        redis.ask(Command.FLUSHALL);
        now.addAndGet(1_000);
        var snapshot = list();
        var after = granted(acquire("bob", "456", "doc_title"));

        // Then
        assertThat(snapshot.lockSeq()).isGreaterThan(before.lockSeq());
        assertThat(after.lockSeq()).isEqualTo(snapshot.lockSeq() + 1);
        assertThat(after.lock().fence()).isGreaterThan(before.lock().fence());
    }

    @Test
    void counters_do_not_go_back_when_redis_lost_everything_and_its_clock_was_set_back() throws Exception {
        // Given
        var before = granted(acquire("alice", "456", "doc_title"));

        // When
        redis.ask(Command.FLUSHALL);
        now.addAndGet(-3_600_000);
        var snapshot = list();
        var after = granted(acquire("bob", "456", "doc_title"));

        // Then
        assertThat(snapshot.lockSeq()).isGreaterThan(before.lockSeq());
        assertThat(after.lock().fence()).isGreaterThan(before.lock().fence());
    }

    private String[] keys() {
        var keys = redis.ask(Command.KEYS, "*");
        return keys.substring(1, keys.length() - 1).split(", ");
    }

    private static long lockSeq(Event event) {
        return event instanceof Event.Locked locked ? locked.lockSeq() : ((Event.Unlocked) event).lockSeq();
    }
}
