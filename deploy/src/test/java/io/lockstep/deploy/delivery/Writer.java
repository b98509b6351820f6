package io.lockstep.deploy.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who writes, one request after the other: creates, changes and deletes documents that others write too, alone and
 * in batches, some of them too large for an event. What was acknowledged is in the notes.
 */
final class Writer extends VerticleBase {
    private static final int DOCUMENTS = 12;
    static final String LARGE = "large ".repeat(4_000);
    static final String PLUMP = "plump ".repeat(400);
    private static final int LARGE_EVERY = 6;
    private static final int BURST_BATCHES = 4;
    private static final int BURST_WRITES = 100;

    private final String token;
    private final Api api;
    private final List<String> spaces;
    private final String name;
    private final Random random;
    private final boolean isBursting;
    private final int paceMillis;
    private final Sightings sightings;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final Promise<List<Acknowledged>> ended = Promise.promise();
    private boolean isEnding;
    private int number;
    private int acts;

    /** @param isBursting writes rarely, but then very much */
    Writer(
            String name,
            String token,
            Api api,
            List<String> spaces,
            long seed,
            boolean isBursting,
            int paceMillis,
            Sightings sightings) {
        this.name = name;
        this.token = token;
        this.api = api;
        this.spaces = spaces;
        this.random = new Random(seed);
        this.isBursting = isBursting;
        this.paceMillis = paceMillis;
        this.sightings = sightings;
    }

    @Override
    public Future<?> start() {
        goOn();
        return Future.succeededFuture();
    }

    /** Ends when the request that is on its way has been answered. */
    Future<List<Acknowledged>> end() {
        context.runOnContext(now -> isEnding = true);
        return ended.future();
    }

    private void goOn() {
        var pause = isBursting ? 8 * paceMillis : 1 + random.nextInt(2 * paceMillis);
        vertx.setTimer(pause, now -> {
            if (isEnding) {
                ended.complete(acknowledged);
            } else {
                act().onComplete(done -> goOn());
            }
        });
    }

    private Future<Void> act() {
        var space = spaces.get(random.nextInt(spaces.size()));
        if (isBursting) {
            return burst(space, BURST_BATCHES);
        }
        var chance = random.nextInt(100);
        // On a slow machine there are few writes: some of them are large all the same.
        if (++acts % LARGE_EVERY == 0) {
            return write(HttpMethod.PATCH, space, fields("large", LARGE + number++));
        }
        if (chance < 45) {
            return write(HttpMethod.PATCH, space, fields("v", name + "-" + number++));
        }
        if (chance < 70) {
            return write(HttpMethod.PUT, space, fields("v", name + "-" + number++));
        }
        if (chance < 80) {
            return write(HttpMethod.DELETE, space, new JsonObject());
        }
        if (chance < 84) {
            return write(HttpMethod.PATCH, space, fields("large", LARGE + number++));
        }
        return batch(space, 2 + random.nextInt(4), "");
    }

    private Future<Void> burst(String space, int batches) {
        return batches == 0
                ? Future.succeededFuture()
                : batch(space, BURST_WRITES, PLUMP).compose(written -> burst(space, batches - 1));
    }

    private JsonObject fields(String field, String value) {
        var fields = new JsonObject().put(field + random.nextInt(3), value).put("n", number);
        return new JsonObject().put("fields", fields);
    }

    private String document() {
        return "d" + random.nextInt(DOCUMENTS);
    }

    private Future<Void> batch(String space, int count, String filling) {
        var modes = List.of("replace", "upsert", "upsert", "merge");
        var writes = new JsonArray();
        for (int i = 0; i < count; i++) {
            writes.add(fields("b", filling + name + "-" + number++)
                    .put("document", document())
                    .put("mode", modes.get(random.nextInt(modes.size()))));
        }
        var asked = System.nanoTime();
        return api.call(token, HttpMethod.POST, "/spaces/" + space + "/batch", new JsonObject().put("writes", writes))
                .map(answer -> {
                    if (counted("batch", answer)) {
                        answer.body()
                                .getJsonArray("results")
                                .forEach(result -> note(((JsonObject) result).getJsonObject("written"), asked));
                    }
                    return null;
                });
    }

    private Future<Void> write(HttpMethod method, String space, JsonObject body) {
        var asked = System.nanoTime();
        return api.call(token, method, "/spaces/" + space + "/documents/" + document(), body)
                .map(answer -> {
                    if (counted(method.name(), answer)) {
                        note(answer.body(), asked);
                    }
                    return null;
                });
    }

    private boolean counted(String what, Api.Answer answer) {
        sightings.count("write " + what + " " + answer.status());
        return answer.isDone();
    }

    /** @param written null for a write of a batch that was refused */
    private void note(@Nullable JsonObject written, long asked) {
        if (written != null && written.getBoolean("changed")) {
            acknowledged.add(new Acknowledged(
                    written.getString("space"),
                    written.getString("document"),
                    written.getLong("seq"),
                    written.getLong("revision"),
                    asked,
                    System.nanoTime()));
        }
    }
}
