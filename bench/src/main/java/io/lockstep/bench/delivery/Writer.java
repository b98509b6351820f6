package io.lockstep.bench.delivery;

import io.lockstep.bench.Http;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes at a rate over REST, to several spaces in turn, whether the server keeps up or not. Confined to the event loop, but
 * for the methods that say otherwise.
 */
public final class Writer {
    private static final int DOCUMENTS = 100;
    private static final int SUCCESS = 2;
    private static final long TICK_NANOS = 1_000_000;

    private final EventLoop netty;
    private final Http http;
    private final List<String> spaces;
    private final double perNano;
    private final Listener listener;
    private @Nullable ScheduledFuture<?> timer;
    private long beginNanos;
    private long sent;
    private long answered;
    private long failed;

    /** Hears of each write that was acknowledged. */
    public interface Listener {
        /**
         * A write was acknowledged.
         *
         * @param space its number
         * @param dueNanos when it should have been sent; what it was sent later is the server's or the machine's fault
         */
        void written(int space, long seq, long dueNanos);
    }

    public Writer(Context loop, Http http, List<String> spaces, double perSecond, Listener listener) {
        this.netty = ((ContextInternal) loop).nettyEventLoop();
        this.http = http;
        this.spaces = List.copyOf(spaces);
        this.perNano = perSecond / 1e9;
        this.listener = listener;
    }

    public void start() {
        beginNanos = System.nanoTime();
        timer = netty.scheduleAtFixedRate(this::sendDue, 0, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Sends no more; answers may still come. */
    public void stop() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    public long sent() {
        return sent;
    }

    public long answered() {
        return answered;
    }

    /** Of those that were answered: refused, or the connection was lost. */
    public long failed() {
        return failed;
    }

    private void sendDue() {
        var due = (long) ((System.nanoTime() - beginNanos) * perNano);
        while (sent < due) {
            send(sent);
            sent++;
        }
    }

    private void send(long number) {
        var space = (int) (number % spaces.size());
        var document = number / spaces.size() % DOCUMENTS;
        var dueNanos = beginNanos + (long) (number / perNano);
        var path = "/api/v1/spaces/" + spaces.get(space) + "/documents/document-" + document;
        // Of no earlier writer: what does not change a document is no event.
        var title = "Title " + number + " of " + beginNanos;
        var body = new JsonObject().put("fields", new JsonObject().put("title", title));
        http.send(HttpMethod.PUT, path, Buffer.buffer(body.encode())).onComplete(answer -> {
            answered++;
            if (answer.succeeded() && answer.result().status() / 100 == SUCCESS) {
                listener.written(space, new JsonObject(answer.result().body()).getLong("seq"), dueNanos);
            } else {
                failed++;
            }
        });
    }
}
