package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.actor;
import static io.lockstep.lock.LockStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes with one Redis, as the rest of the house sees them: over the bus. */
final class LockVerticleIT {
    private static final String SPACE = "metavox:103";

    private final TestRedis redis = TestRedis.shared();
    private final Vertx oneNode = Vertx.vertx();
    private final Vertx otherNode = Vertx.vertx();
    private final Locks locks = new Locks(new Bus(oneNode));
    private final Locks otherLocks = new Locks(new Bus(otherNode));

    @BeforeEach
    void deploy() throws Exception {
        redis.ask(Command.FLUSHALL);
        await(oneNode.deployVerticle(new LockVerticle(redis.patientConfig())));
        await(otherNode.deployVerticle(new LockVerticle(redis.patientConfig())));
    }

    @AfterEach
    void close() throws Exception {
        await(Future.all(oneNode.close(), otherNode.close()));
    }

    @Test
    void what_one_node_locks_the_other_refuses_and_the_refusal_carries_the_lock() throws Exception {
        // Given
        var answer = await(locks.acquire(request("alice", "456", "doc_title", 30_000)));

        // When
        var refused = otherLocks.acquire(request("bob", "456", "doc_title", 30_000));

        // Then
        assertThatThrownBy(() -> await(refused)).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
            var lock = Json.fromJson(failure.details().getJsonObject("lock"), Lock.class);
            assertThat(lock.owner()).isEqualTo("alice");
            assertThat(lock.fence()).isEqualTo(answer.fence());
        });
    }

    @Test
    void a_message_without_a_field_is_a_bad_request_that_names_it() {
        // When
        var asked = oneNode.eventBus()
                .request(
                        "lockstep.lock.acquire",
                        new JsonObject()
                                .put("actor", new JsonObject().put("user", "alice"))
                                .put("space", SPACE)
                                .put("document", "456"));

        // Then
        assertThatThrownBy(() -> await(asked)).isInstanceOfSatisfying(ReplyException.class, failure -> {
            assertThat(failure.failureCode()).isEqualTo(400);
            assertThat(failure.getMessage()).contains("'field' is required");
        });
    }

    @Test
    void a_ttl_beyond_the_limit_is_a_bad_request() {
        // When
        var asked = locks.acquire(request("alice", "456", "doc_title", 3_600_001));

        // Then
        assertThatThrownBy(() -> await(asked))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }

    @Test
    void locks_are_listed_checked_and_given_back_and_each_change_is_announced() throws Exception {
        // Given
        var log = new EventLog(oneNode, otherNode);

        // When
        var answer = await(locks.acquire(request("alice", "456", "doc_title", 30_000)));
        var snapshot = await(otherLocks.list(new ListLocks(SPACE, null)));
        var verdicts = await(otherLocks.check(
                new CheckLocks(List.of(new CheckLocks.Item(SPACE, "456", List.of("doc_title"), "bob")))));
        var released = await(otherLocks.release(new ReleaseLock(actor("alice"), SPACE, "456", "doc_title")));

        // Then
        assertThat(snapshot.locks()).hasSize(1);
        assertThat(snapshot.lockSeq()).isEqualTo(answer.lockSeq());
        assertThat(verdicts.verdicts().get(0).conflict())
                .isEqualTo(snapshot.locks().get(0));
        assertThat(released.released()).isTrue();
        assertThat(log.next(2))
                .containsExactly(
                        new Event.Locked(
                                SPACE,
                                "456",
                                "doc_title",
                                "alice",
                                "alice",
                                answer.fence(),
                                answer.expiresAt(),
                                answer.lockSeq(),
                                false),
                        new Event.Unlocked(
                                SPACE, "456", "doc_title", "alice", answer.fence(), answer.lockSeq() + 1, "released"));
    }

    @Test
    void an_expiry_is_announced_once_by_all_nodes_together() throws Exception {
        // Given
        var log = new EventLog(oneNode, otherNode);
        var documents = List.of("1", "2", "3", "4", "5");
        for (var document : documents) {
            await(locks.acquire(request("alice", document, "doc_title", 1_000)));
        }
        log.next(documents.size());

        // When
        var expired = log.next(documents.size());
        await(locks.acquire(request("marker", "6", "doc_title", 60_000)));

        // Then nothing came between the five expiries, which both nodes may have found, and the marker
        assertThat(expired)
                .extracting(event -> ((Event.Unlocked) event).document() + ((Event.Unlocked) event).reason())
                .containsExactlyInAnyOrder("1expired", "2expired", "3expired", "4expired", "5expired");
        assertThat(expired)
                .extracting(event -> ((Event.Unlocked) event).lockSeq())
                .doesNotHaveDuplicates();
        assertThat(((Event.Locked) log.next().event()).user()).isEqualTo("marker");
    }

    @Test
    void an_expiry_is_never_announced_early_and_at_most_250_ms_late() throws Exception {
        // Given
        var log = new EventLog(oneNode, otherNode);
        var lateMillis = new ArrayList<Long>();

        // When
        for (int round = 0; round < 5; round++) {
            var answer = await(locks.acquire(request("alice", "456", "doc_title", 1_000)));
            log.next();
            lateMillis.add(log.next().atMillis() - answer.expiresAt().toEpochMilli());
        }

        // Then none is early, and most are in time: a machine that is busy with something else may spoil a round or two
        assertThat(lateMillis).allMatch(late -> late >= 0);
        assertThat(lateMillis.stream().filter(late -> late <= 250))
                .as("milliseconds after the deadline: %s", lateMillis)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_start_without_redis_fails_with_a_sentence() throws Exception {
        // Given
        var config = LockConfig.ofUri("redis://user:secret@127.0.0.1:" + TestRedis.freePort())
                .withStartTimeout(Duration.ofMillis(500));

        // When
        var deployed = oneNode.deployVerticle(new LockVerticle(config));

        // Then
        assertThatThrownBy(() -> await(deployed))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE))
                .hasMessageContaining("check that it runs")
                .hasMessageNotContaining("secret");
    }

    private static AcquireLock request(String user, String document, String field, long ttlMillis) {
        return new AcquireLock(actor(user), null, SPACE, document, field, ttlMillis);
    }
}
