package io.lockstep.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work on event loops, for the thread of a main. */
public final class Loops {
    private Loops() {}

    /** An event loop of its own, as a verticle has it. */
    public static Context of(Vertx vertx) throws TimeoutException {
        var loop = Promise.<Context>promise();
        return vertx.deployVerticle(context -> {
                    loop.complete(context);
                    return Future.succeededFuture();
                })
                .compose(deployed -> loop.future())
                .await(10, TimeUnit.SECONDS);
    }

    public static <T> Future<T> on(Context loop, Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        loop.runOnContext(
                go -> Future.succeededFuture().compose(nothing -> work.get()).onComplete(done));
        return done.future();
    }
}
