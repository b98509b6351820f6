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
 * be gone. Its choices are those of its seed. Of several servers one that is gone answers nothing, and what became of the
 * request is not known.
 */
final class LockClient {
    static final List<String> DOCUMENTS = List.of("1", "2");
    private static final List<String> FIELDS = List.of("title", "state", "owner", "due");
    private static final long TTL_MILLIS = 2_000;

    private final List<Rest> servers;
    private final String space;
    private final Random random;
    private final CountDownLatch over;
    private final Consumer<Answer> log;
    private int writes;

    /**
     * @param servers among which it chooses for each request
     * @param over ends it
     */
    LockClient(List<Rest> servers, String space, long seed, CountDownLatch over, Consumer<Answer> log) {
        this.servers = servers;
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
        var value = servers.get(0).user() + "-" + ++writes;
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
        var rest = servers.size() == 1 ? servers.get(0) : servers.get(random.nextInt(servers.size()));
        var asked = System.nanoTime();
        var status = Answer.NONE;
        var type = "";
        var json = new JsonObject();
        try {
            var got = switch (act) {
                case ACQUIRE -> rest.send("PUT", lock, body);
                case WRITE -> rest.send("PATCH", path, body);
                case RELEASE -> rest.send("DELETE", lock, body);
            };
            status = got.statusCode();
            type = got.headers().firstValue("Content-Type").orElse("");
            json = got.body().isEmpty() ? json : new JsonObject(got.body());
        } catch (IOException gone) {
            if (servers.size() == 1) {
                throw gone;
            }
        }
        var answer = new Answer(
                act,
                rest.user(),
                document + "/" + field,
                act == Act.ACQUIRE ? json.getLong("fence", 0L) : fence,
                act == Act.WRITE ? body.getJsonObject("fields").getString(field) : "",
                asked,
                System.nanoTime(),
                status,
                type,
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
