package io.lockstep.bench.locks;

import io.lockstep.bench.Loops;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What no server can beat: the scripts alone, with the arguments that the server sent for the same cells (see {@link Tape}),
 * over one pipelined connection of the same Redis client. It reads no more of an answer than whether it is the right one.
 */
final class RawDriver implements LockDriver {
    private static final int MAX_UNANSWERED = 16_384;

    private final Context loop;
    private final RedisConnection connection;
    private final Tape tape;

    private RawDriver(Context loop, RedisConnection connection, Tape tape) {
        this.loop = loop;
        this.connection = connection;
        this.tape = tape;
    }

    static RawDriver connect(Context loop, String redisUri, Tape tape) throws TimeoutException {
        var options = new RedisOptions().setConnectionString(redisUri).setMaxWaitingHandlers(MAX_UNANSWERED);
        var connection = Loops.on(
                        loop, () -> Redis.createClient(loop.owner(), options).connect())
                .await(10, TimeUnit.SECONDS);
        return new RawDriver(loop, connection, tape);
    }

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Context loop() {
        return loop;
    }

    @Override
    public Future<Void> acquire(Cell cell) {
        return send(tape.acquire(cell)).compose(reply -> expect(reply, "taken"));
    }

    @Override
    public Future<Void> release(Cell cell) {
        return send(tape.release(cell)).compose(reply -> expect(reply, "released"));
    }

    private Future<Response> send(List<String> arguments) {
        var request = Request.cmd(Command.EVALSHA);
        arguments.forEach(request::arg);
        return connection.send(request);
    }

    private static Future<Void> expect(Response reply, String word) {
        return reply.get(0).toString().equals(word)
                ? Future.succeededFuture()
                : Future.failedFuture("the script answered " + reply);
    }
}
