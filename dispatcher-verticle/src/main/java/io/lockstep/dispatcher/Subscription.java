package io.lockstep.dispatcher;

import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that listens to {@value #CHANNEL}. A payload that is malformed is dropped with one WARN and the stream goes
 * on. Confined to the event loop of its connection.
 *
 * <p>The client loses the answer of a command when a message arrives before it, so nothing here waits for an answer: a
 * connection lives as long as anything is heard on it.
 */
final class Subscription {
    static final String CHANNEL = "notify_custom";

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final RedisConnection connection;
    private final Consumer<Event> sink;
    private final Consumer<Throwable> onBroken;
    private final LongSupplier nanoTime;
    private final Promise<Void> listening = Promise.promise();
    private long heardNanos;

    Subscription(
            RedisConnection connection, Consumer<Event> sink, Consumer<Throwable> onBroken, LongSupplier nanoTime) {
        this.connection = connection;
        this.sink = sink;
        this.onBroken = onBroken;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
    }

    /** Ends when Redis has confirmed; from then on nothing published is missed while the connection lasts. */
    Future<Void> open() {
        connection.handler(this::receive);
        return connection.send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL)).compose(sent -> listening.future());
    }

    /** Makes Redis say something. */
    void ping() {
        connection
                .send(Request.cmd(Command.PING))
                .onSuccess(pong -> heardNanos = nanoTime.getAsLong())
                .onFailure(onBroken::accept);
    }

    boolean isSilentFor(Duration duration) {
        return nanoTime.getAsLong() - heardNanos > duration.toNanos();
    }

    private void receive(Response reply) {
        heardNanos = nanoTime.getAsLong();
        switch (kind(reply)) {
            case "message" -> accept(reply.get(2).toString());
            case "subscribe" -> listening.tryComplete();
            case "error" -> broken(new IllegalStateException(reply.toString()));
            default -> LOG.trace("an answer to a ping");
        }
    }

    /** The first word of {@code ["message", channel, payload]} and of {@code ["subscribe", channel, count]}. */
    private static String kind(Response reply) {
        return switch (reply.type()) {
            case PUSH, MULTI -> reply.size() == 3 ? reply.get(0).toString() : "";
            case ERROR -> "error";
            default -> "";
        };
    }

    private void broken(Throwable failure) {
        if (!listening.tryFail(failure)) {
            onBroken.accept(failure);
        }
    }

    private void accept(String payload) {
        try {
            sink.accept(CustomMessage.parse(payload));
        } catch (ServiceException malformed) {
            LOG.atWarn()
                    .addKeyValue("channel", CHANNEL)
                    .addKeyValue("reason", malformed.message())
                    .log("dropped a malformed message");
        }
    }
}
