package io.lockstep.metadata;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The turns of the event loop that a service runs on; a call and all that it starts at once are one turn. */
interface Turns {
    <T> Future<T> run(Supplier<Future<T>> call);

    /** Runs a task in a later turn. */
    Executor later();

    /** Runs a task in a turn after so many milliseconds; on the test's own thread in a later turn. */
    void after(long millis, Runnable task);

    /** Turns on the test's own thread. */
    static Turns direct() {
        var tasks = new ArrayDeque<Runnable>();
        return new Turns() {
            @Override
            public <T> Future<T> run(Supplier<Future<T>> call) {
                var result = Future.succeededFuture().compose(turn -> call.get());
                while (!tasks.isEmpty()) {
                    tasks.remove().run();
                }
                return result;
            }

            @Override
            public Executor later() {
                return tasks::add;
            }

            @Override
            public void after(long millis, Runnable task) {
                tasks.add(task);
            }
        };
    }

    /** Turns of a Vert.x event loop. */
    static Turns of(Vertx vertx) {
        Context context = vertx.getOrCreateContext();
        return new Turns() {
            @Override
            public <T> Future<T> run(Supplier<Future<T>> call) {
                var result = Promise.<T>promise();
                context.runOnContext(turn ->
                        Future.succeededFuture().compose(started -> call.get()).onComplete(result));
                return result.future();
            }

            @Override
            public Executor later() {
                return task -> context.runOnContext(turn -> task.run());
            }

            @Override
            public void after(long millis, Runnable task) {
                context.runOnContext(turn -> vertx.setTimer(millis, timer -> task.run()));
            }
        };
    }
}
