package io.lockstep.dispatcher.trigger;

import static io.lockstep.dispatcher.trigger.FakeServices.next;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.lease.HoldLease;
import io.lockstep.contract.trigger.TakenJobs.Job;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerWork;
import io.lockstep.contract.trigger.TriggerWork.Feed;
import io.lockstep.contract.trigger.TriggerWork.Order;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node does the triggers' work, and what it cannot do now it does later. */
class TriggerRunnerTest {
    private static final String SPACE = "shop:orders";
    private static final TriggerConfig CONFIG = new TriggerConfig(
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            2,
            Duration.ofMillis(100),
            Duration.ofHours(1),
            4);

    private final Vertx vertx = Vertx.vertx();
    private FakeServices services;

    @BeforeEach
    void start() throws Exception {
        services = FakeServices.on(vertx);
        var order = new Order("t", List.of("shop%3Aorders"), null, Map.of());
        services.work = new TriggerWork(1, List.of(order), List.of());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @CanIgnoreReturnValue
    private String deploy() throws Exception {
        return vertx.deployVerticle(new TriggerVerticle(CONFIG, TriggerDialect.NONE))
                .await(10, SECONDS);
    }

    private void behind(String space) {
        services.feeds.put(
                space,
                List.of(new Run(space)
                        .create("d", new JsonObject())
                        .all()
                        .get(0)
                        .change()));
        services.work = new TriggerWork(1, services.work.orders(), List.of(new Feed(space, null, "0")));
    }

    private static Job job(long number, int attempt, String address) {
        return new Job(number, "t", attempt, null, null, address, Instant.EPOCH, new JsonObject().put("n", number));
    }

    @Test
    void who_does_not_hold_the_lease_does_nothing_until_he_does() throws Exception {
        // Given
        services.isLeaseFree = false;
        behind(SPACE);
        services.due.add(job(1, 1, "nobody"));
        // When
        deploy();
        next(services.held);
        next(services.held);
        // Then
        assertThat(services.read).isEmpty();
        assertThat(services.due).hasSize(1);
        // When
        services.isLeaseFree = true;
        // Then
        assertThat(next(services.enqueued).jobs()).hasSize(1);
        assertThat(next(services.finished).job()).isEqualTo(1);
    }

    @Test
    void nobody_asks_for_the_lease_while_there_is_no_trigger() throws Exception {
        // Given
        services.work = new TriggerWork(1, List.of(), List.of());
        // When
        deploy();
        next(services.looks);
        next(services.looks);
        next(services.looks);
        // Then
        assertThat(services.held).isEmpty();
    }

    @Test
    void the_lease_is_given_back_at_the_end() throws Exception {
        // Given
        var deployed = deploy();
        var taken = next(services.held);
        // When
        vertx.undeploy(deployed).await(10, SECONDS);
        // Then
        HoldLease last = taken;
        while (!services.held.isEmpty()) {
            last = next(services.held);
        }
        assertThat(taken.ttlMillis()).isEqualTo(1_000);
        assertThat(last).isEqualTo(new HoldLease("triggers", taken.holder(), 0));
    }

    @Test
    void what_is_due_is_delivered_while_a_feed_cannot_be_read() throws Exception {
        // Given
        var told = new LinkedBlockingQueue<JsonObject>();
        vertx.eventBus()
                .<JsonObject>consumer("jobs", message -> {
                    told.add(message.body());
                    message.reply(new JsonObject());
                })
                .completion()
                .await(10, SECONDS);
        behind(SPACE);
        services.unreadable.add(SPACE);
        services.due.add(job(5, 1, "jobs"));
        // When
        deploy();
        // Then
        assertThat(next(told)).isEqualTo(new JsonObject().put("n", 5).put("delivery", 5));
        var finished = next(services.finished);
        assertThat(finished.job()).isEqualTo(5);
        assertThat(finished.error()).isNull();
        assertThat(services.enqueued).isEmpty();
    }

    @Test
    void a_delivery_that_fails_is_put_off_and_the_last_one_is_given_up() throws Exception {
        // Given
        services.due.add(job(1, 1, "nobody"));
        // When
        deploy();
        var first = next(services.finished);
        services.due.add(job(1, 2, "nobody"));
        var last = next(services.finished);
        // Then
        assertThat(first.error()).isNotEmpty();
        assertThat(first.retryMillis()).isBetween(50L, 100L);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(last.error()).isNotEmpty();
        assertThat(last.retryMillis()).isNull();
    }
}
