package io.lockstep.deploy.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Removes members at random and lets them in again after a while, one at a time; each request again until it was carried out.
 */
final class MemberChanges extends VerticleBase {
    private final String token;
    private final Api api;
    private final List<String> spaces;
    private final List<String> users;
    private final Random random;
    private final List<Removal> removals = new ArrayList<>();
    private final Promise<List<Removal>> ended = Promise.promise();
    private boolean isEnding;

    /** @param token an admin's */
    MemberChanges(String token, Api api, List<String> spaces, List<String> users, long seed) {
        this.token = token;
        this.api = api;
        this.spaces = spaces;
        this.users = users;
        this.random = new Random(seed);
    }

    @Override
    public Future<?> start() {
        goOn();
        return Future.succeededFuture();
    }

    /** Ends when everybody is a member again. */
    Future<List<Removal>> end() {
        context.runOnContext(now -> isEnding = true);
        return ended.future();
    }

    private void goOn() {
        if (isEnding) {
            ended.complete(removals);
            return;
        }
        var user = users.get(random.nextInt(users.size()));
        var space = spaces.get(random.nextInt(spaces.size()));
        pause(200)
                .compose(now -> remove(user, space))
                .onSuccess(done -> goOn())
                .onFailure(failure -> ended.tryFail(failure));
    }

    private Future<Void> pause(int millis) {
        return vertx.timer(1 + random.nextInt(millis)).mapEmpty();
    }

    private Future<Void> remove(String user, String space) {
        var path = "/spaces/" + space + "/members/user:" + user;
        return done(() -> api.call(token, HttpMethod.DELETE, path, new JsonObject()), true)
                .compose(removed -> {
                    var answered = System.nanoTime();
                    return done(() -> api.get(token, "/spaces/" + space), false)
                            .compose(read -> pause(1_500).compose(now -> {
                                var back = System.nanoTime();
                                var head = Api.seq(read.getString("cursor"));
                                removals.add(new Removal(user, space, answered, head, back));
                                var role = new JsonObject().put("role", "viewer");
                                return done(() -> api.call(token, HttpMethod.PUT, path, role), false);
                            }))
                            .mapEmpty();
                });
    }

    /** @param orGone whether what is not there (any more) is as good */
    private Future<JsonObject> done(Supplier<Future<Api.Answer>> request, boolean orGone) {
        return request.get().transform(asked -> {
            if (asked.succeeded()
                    && (asked.result().isDone() || (orGone && asked.result().status() == 404))) {
                return Future.succeededFuture(asked.result().body());
            }
            if (asked.succeeded() && asked.result().status() < 500) {
                return Future.failedFuture("a change of members failed: " + asked.result());
            }
            return pause(500).compose(now -> done(request, orGone));
        });
    }
}
