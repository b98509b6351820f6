package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers on the whole product: what a rule matches is brought to webhooks and bus addresses, at least once. */
class TriggerIT {
    private static final String SECRET = "0123456789abcdef0123";
    private static final int WRITES = 40;

    private static void put(Rest rest, String trigger, JsonObject body) throws Exception {
        assertThat(call(rest, "PUT", "/triggers/" + trigger, body).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> call(Rest rest, String method, String path, JsonObject body) throws Exception {
        return rest.send(method, "/api/v1" + path, body);
    }

    private static void delete(Rest rest, String path) throws Exception {
        assertThat(call(rest, "DELETE", path, new JsonObject()).statusCode()).isEqualTo(200);
    }

    /** Those of the trigger "failing", as soon as they are as they should be. */
    private static JsonArray failures(Rest rest, Predicate<JsonArray> areRight) throws Exception {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (true) {
            var answer = call(rest, "GET", "/triggers/failing/failures", new JsonObject());
            var failures = new JsonObject(answer.body()).getJsonArray("failures");
            if (areRight.test(failures)) {
                return failures;
            }
            assertThat(System.nanoTime() - end).isNegative();
        }
    }

    private static JsonObject webhook(WebhookServer server, String... rules) {
        return new JsonObject()
                .put("rules", new JsonArray(List.of(rules)))
                .put("webhook", server.url())
                .put("secret", SECRET);
    }

    /** A rule that matches only this test's documents. */
    private static String rule(String verbs, String mark) {
        var rule = "metavox%3A103:" + verbs + ":" + mark + ":notes";
        assertThat(TriggerRule.parse(rule).space(TriggerDialect.NONE)).isEqualTo("metavox:103");
        return rule;
    }

    private static void write(Rest rest, String document, String mark) throws Exception {
        var body = new JsonObject()
                .put("fields", new JsonObject().put("doc_title", document).put("notes", mark));
        assertThat(call(rest, "PUT", "/spaces/metavox:103/documents/" + document, body)
                        .statusCode())
                .isBetween(200, 201);
    }

    @Test
    void webhook_is_told_signed_what_changed_and_from_what_to_what() throws Exception {
        var mark = UUID.randomUUID().toString();
        var rest = new Rest(Stack.shared().httpPort(), "admin");
        try (var server = new WebhookServer(SECRET)) {
            put(rest, mark, webhook(server, rule("CREATED,UPDATED,DELETED", mark)));
            // When
            write(rest, "d-" + mark, mark);
            write(rest, "d-" + mark, "left");
            write(rest, "other-" + mark, "other");
            delete(rest, "/spaces/metavox:103/documents/d-" + mark);
            // Then
            var told = new HashMap<String, JsonObject>();
            for (int i = 0; i < 2; i++) {
                var next = server.next();
                told.put(next.getString("event"), next);
            }
            assertThat(told).containsOnlyKeys("CREATED", "UPDATED");
            assertThat(told.values()).allMatch(one -> one.getString("document").equals("d-" + mark));
            var created = Objects.requireNonNull(told.get("CREATED"));
            assertThat(created.getJsonObject("doc").getString("notes")).isEqualTo(mark);
            assertThat(created.getValue("old")).isNull();
            var left = Objects.requireNonNull(told.get("UPDATED"));
            assertThat(left.getJsonObject("doc").getString("notes")).isEqualTo("left");
            assertThat(left.getJsonObject("old").getString("notes")).isEqualTo(mark);
            delete(rest, "/triggers/" + mark);
            assertThat(server.unsigned()).isZero();
        }
    }

    @Test
    void webhook_that_fails_is_asked_again_and_given_up_and_asked_again_by_hand(@TempDir Path data) throws Exception {
        try (var server = new WebhookServer(SECRET);
                var process = start(
                        data,
                        Map.of("LOCKSTEP_TRIGGERS_ATTEMPTS", "3", "LOCKSTEP_TRIGGERS_FIRST_RETRY_MILLIS", "10"))) {
            var rest = new Rest(process.httpPort(), "admin");
            server.answer(500);
            put(rest, "failing", webhook(server, rule("CREATED", "x")));
            // When
            write(rest, "d", "x");
            for (int i = 0; i < 3; i++) {
                assertThat(server.next().getString("document")).isEqualTo("d");
            }
            var failures = failures(rest, some -> !some.isEmpty());
            // Then
            var failure = failures.getJsonObject(0);
            assertThat(failure.getInteger("attempts")).isEqualTo(3);
            assertThat(failure.getString("error")).isEqualTo("the webhook answered 500");
            server.answer(204);
            var retried = call(rest, "POST", "/triggers/failing/failures/retry", new JsonObject());
            assertThat(new JsonObject(retried.body()).getInteger("jobs")).isEqualTo(1);
            assertThat(server.next().getString("document")).isEqualTo("d");
            assertThat(failures(rest, JsonArray::isEmpty)).isEmpty();
        }
    }

    @Test
    void bus_address_gets_one_message_for_all_that_happens_in_a_window() throws Exception {
        var mark = UUID.randomUUID().toString();
        var vertx = Stack.shared().vertx();
        var told = new LinkedBlockingQueue<JsonObject>();
        var consumer = vertx.eventBus().<JsonObject>consumer("jobs." + mark, message -> {
            told.add(message.body());
            message.reply(new JsonObject());
        });
        consumer.completion().await(10, SECONDS);
        var rest = new Rest(Stack.shared().httpPort(), "admin");
        put(
                rest,
                mark,
                new JsonObject()
                        .put("rules", new JsonArray().add(rule("CREATED", mark)))
                        .put("debounceMillis", 3_000)
                        .put("address", "jobs." + mark));
        // When
        for (int i = 0; i < 5; i++) {
            write(rest, mark + i, mark);
        }
        var first = told.poll(20, SECONDS);
        // Then
        assertThat(Objects.requireNonNull(first).getBoolean("debounced")).isTrue();
        assertThat(first.getString("trigger")).isEqualTo(mark);
        assertThat(first.containsKey("doc")).isFalse();
        assertThat(told).isEmpty();
        delete(rest, "/triggers/" + mark);
        consumer.unregister().await(10, SECONDS);
    }

    @Test
    void nothing_is_lost_when_the_server_is_killed(@TempDir Path data) throws Exception {
        try (var server = new WebhookServer(SECRET)) {
            Set<String> written;
            try (var process = start(data, Map.of())) {
                var rest = new Rest(process.httpPort(), "admin");
                put(rest, "all", webhook(server, rule("CREATED", "x")));
                for (int i = 0; i < WRITES; i++) {
                    write(rest, "d" + i, "x");
                }
                written = IntStream.range(0, WRITES)
                        .mapToObj(i -> "d" + i)
                        .collect(Collectors.toCollection(HashSet::new));
                process.kill();
            }
            // When
            try (var process = start(data, Map.of())) {
                assertThat(process.isReady()).isTrue();
                // Then
                var told = new ArrayList<String>();
                while (!told.containsAll(written)) {
                    told.add(server.next().getString("document"));
                }
                assertThat(Set.copyOf(told)).isEqualTo(written);
            }
        }
    }

    private static LockstepProcess start(Path data, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(Map.of("LOCKSTEP_SEED", "demo.json"));
        settings.putAll(more);
        return LockstepProcess.start(data, settings);
    }
}
