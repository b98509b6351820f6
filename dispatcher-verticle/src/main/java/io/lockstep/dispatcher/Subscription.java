package io.lockstep.dispatcher;

import io.lockstep.contract.ServiceException;
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
 * A connection that listens to all {@link Channel}s, so that one publisher's order is kept over them. A payload that is
 * malformed is dropped with one WARN and the stream goes on. Confined to the event loop of its connection.
 *
 * <p>The client loses the answer of a command when a message arrives before it, so nothing here waits for an answer: a
 * connection lives as long as anything is heard on it.
 */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final String namespace;
    private final RedisConnection connection;
    private final Consumer<Ingested> sink;
    private final IngressMeters meters;
    private final Consumer<Throwable> onBroken;
    private final LongSupplier nanoTime;
    private final Promise<Void> listening = Promise.promise();
    private long heardNanos;

    /**
     * Listens to nothing yet.
     *
     * @param namespace what stands before the channels' names
     */
    Subscription(
            String namespace,
            RedisConnection connection,
            Consumer<Ingested> sink,
            IngressMeters meters,
            Consumer<Throwable> onBroken,
            LongSupplier nanoTime) {
        this.namespace = namespace;
        this.connection = connection;
        this.sink = sink;
        this.meters = meters;
        this.onBroken = onBroken;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
    }

    /** Ends when Redis has confirmed; from then on nothing published is missed while the connection lasts. */
    Future<Void> open() {
        connection.handler(this::receive);
        var request = Request.cmd(Command.SUBSCRIBE);
        for (var channel : Channel.values()) {
            request.arg(namespace + channel.channel());
        }
        return connection.send(request).compose(sent -> listening.future());
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
            case "message" ->
                Channel.of(reply.get(1).toString().substring(namespace.length()))
                        .ifPresent(channel -> accept(channel, reply.get(2).toString()));
            case "subscribe" -> subscribed(reply.get(2).toInteger());
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

    private void subscribed(int channels) {
        if (channels == Channel.values().length) {
            listening.tryComplete();
        }
    }

    private void accept(Channel channel, String payload) {
        meters.received();
        try {
            sink.accept(channel.parse(payload));
        } catch (ServiceException malformed) {
            meters.malformed();
            LOG.atWarn()
                    .addKeyValue("channel", channel.channel())
                    .addKeyValue("reason", malformed.message())
                    .log("json deserialization error: dropped a malformed message");
        }
    }
}
