package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.lockstep.deploy.Answer.Act;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One client of a {@link LockWorkload}: takes a cell, thinks, writes with its fence, releases, over and over. Once in twenty
 * times it thinks for longer than its lock lasts, and writes all the same: others had the time to take the cell, write and
 * be gone. Its choices are those of its seed.
 */
final class LockClient {
    static final List<String> DOCUMENTS = List.of("1", "2");
    private static final List<String> FIELDS = List.of("title", "state", "owner", "due");
    private static final long TTL_MILLIS = 2_000;

    private final Rest rest;
    private final String space;
    private final Random random;
    private final CountDownLatch over;
    private final Consumer<Answer> log;
    private int writes;

    /** @param over ends it */
    LockClient(Rest rest, String space, long seed, CountDownLatch over, Consumer<Answer> log) {
        this.rest = rest;
        this.space = space;
        this.random = new Random(seed);
        this.over = over;
        this.log = log;
    }

    void run() throws IOException, InterruptedException {
        while (over.getCount() > 0) {
            var document = pick(DOCUMENTS);
            var field = pick(FIELDS);
            var isSlow = random.nextInt(20) == 0;
            var thinkingMillis = isSlow ? TTL_MILLIS + 200 + random.nextInt(500) : random.nextInt(60);
            var restingMillis = random.nextInt(40);
            var taken = ask(Act.ACQUIRE, document, field, 0, new JsonObject().put("ttlMillis", TTL_MILLIS));
            if (taken.isDone()) {
                think(thinkingMillis);
                write(document, field, taken.fence());
                ask(Act.RELEASE, document, field, taken.fence(), new JsonObject());
            }
            think(restingMillis);
        }
    }

    private void write(String document, String field, long fence) throws IOException, InterruptedException {
        var value = rest.user() + "-" + ++writes;
        var fields = new JsonObject().put(field, value);
        ask(
                Act.WRITE,
                document,
                field,
                fence,
                new JsonObject().put("fields", fields).put("fence", fence));
    }

    private Answer ask(Act act, String document, String field, long fence, JsonObject body)
            throws IOException, InterruptedException {
        var path = "/api/v1/spaces/" + space + "/documents/" + document;
        var lock = path + "/locks/" + field;
        var asked = System.nanoTime();
        var got = switch (act) {
            case ACQUIRE -> rest.send("PUT", lock, body);
            case WRITE -> rest.send("PATCH", path, body);
            case RELEASE -> rest.send("DELETE", lock, body);
        };
        var ended = System.nanoTime();
        var json = got.body().isEmpty() ? new JsonObject() : new JsonObject(got.body());
        var answer = new Answer(
                act,
                rest.user(),
                document + "/" + field,
                act == Act.ACQUIRE ? json.getLong("fence", 0L) : fence,
                act == Act.WRITE ? body.getJsonObject("fields").getString(field) : "",
                asked,
                ended,
                got.statusCode(),
                got.headers().firstValue("Content-Type").orElse(""),
                json);
        log.accept(answer);
        return answer;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void think(long millis) throws InterruptedException {
        // What comes first, the end of the workload or that of the time, is all the same.
        var ignored = over.await(millis, MILLISECONDS);
    }
}
