package io.lockstep.gateway.wire.cozy;

import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.ResponseTransport;
import io.lockstep.gateway.wire.Watch;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads {@code _changes} without an end, as lines or as server-sent events: first what there is, a batch each
 * time that he has taken the one before, then what happens, without gap.
 *
 * <p>At the end of the feed he waits for news, and they make this read on from where he stands: only so is each document
 * given as it is now, and what leaves his selector told. It ends with its limit, after its time without a row unless he asked
 * for a heartbeat, with his token, and with his right to read. Whoever takes nothing for the slow client's time is cut off.
 * Single-threaded: the response's event loop.
 */
final class ChangesStream {
    private static final long RETRY_DELAY_MS = 1_000;
    private static final long NO_TIMER = -1;
    private static final int BATCH = 100;

    private final Edge edge;
    private final DataCall call;
    private final ChangesQuery query;
    private final ChangesReader reader;
    private final Form form;
    private final HttpServerResponse response;
    private final ResponseTransport transport;
    private final long expiry;
    private Place place;
    private int remaining;
    private long timer = NO_TIMER;
    private long slowTimer = NO_TIMER;
    private @Nullable Watch watch;
    private boolean isListening;
    private boolean isReading;
    private boolean hasNews;
    private boolean hasEnded;

    /** How rows are spelled. */
    enum Form {
        LINES("application/json", "\n") {
            @Override
            String row(ChangesRow row, boolean withDocument) {
                return row.json(withDocument).encode() + "\n";
            }

            @Override
            String last(String seq) {
                return new JsonObject().put("last_seq", seq).put("pending", 0).encode() + "\n";
            }
        },
        EVENTS("text/event-stream", "event: heartbeat\ndata: \n\n") {
            @Override
            String row(ChangesRow row, boolean withDocument) {
                return "data: " + row.json(withDocument).encode() + "\nid: " + row.seq() + "\n\n";
            }

            @Override
            String last(String seq) {
                return "";
            }
        };

        private final String contentType;
        private final String heartbeat;

        Form(String contentType, String heartbeat) {
            this.contentType = contentType;
            this.heartbeat = heartbeat;
        }

        abstract String row(ChangesRow row, boolean withDocument);

        /** What the client is told when his feed ends; empty for nothing. */
        abstract String last(String seq);
    }

    private ChangesStream(Edge edge, DataCall call, ChangesQuery query, ChangesReader reader, Form form, Place place) {
        this.edge = edge;
        this.call = call;
        this.query = query;
        this.reader = reader;
        this.form = form;
        this.place = place;
        this.remaining = query.limit();
        this.response = call.ctx().response();
        this.transport = new ResponseTransport(call.ctx().request());
        this.expiry = call.tokenEnd()
                .map(left -> edge.vertx().setTimer(Math.max(1, left.toMillis()), end -> end()))
                .orElse(NO_TIMER);
    }

    /** The head is sent when the first batch has been read: until then the request fails as any other. */
    static Future<CozyAnswer> begin(Edge edge, DataCall call, ChangesQuery query, ChangesReader reader, Form form) {
        return reader.place(query.since())
                .compose(place -> reader.read(place, Math.min(query.limit(), BATCH))
                        .compose(first -> {
                            new ChangesStream(edge, call, query, reader, form, place).open(first);
                            return Promise.<CozyAnswer>promise().future();
                        }));
    }

    private void open(ChangesReader.Batch first) {
        response.closeHandler(left -> ended());
        response.endHandler(ended -> ended());
        response.setStatusCode(200)
                .putHeader("Content-Type", form.contentType)
                .putHeader("Cache-Control", "no-cache")
                // Each piece leaves at once.
                .putHeader("Content-Encoding", "identity")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        // Sends the head, so that the client knows that he is heard.
        transport.write(form.heartbeat);
        wait(query.heartbeat() == null ? query.timeout() : query.heartbeat());
        isReading = true;
        received(first);
    }

    /** Until the next sign of life, or until the client has waited long enough. */
    private void wait(Duration time) {
        edge.vertx().cancelTimer(timer);
        if (!hasEnded) {
            timer = edge.vertx().setTimer(time.toMillis(), due -> waited());
        }
    }

    private void waited() {
        var heartbeat = query.heartbeat();
        if (heartbeat == null) {
            end();
            return;
        }
        if (transport.isWritable()) {
            transport.write(form.heartbeat);
        }
        wait(heartbeat);
    }

    // Rows

    private void read() {
        if (hasEnded) {
            return;
        }
        isReading = true;
        hasNews = false;
        reader.read(place, Math.min(remaining, BATCH)).onSuccess(this::received).onFailure(this::failed);
    }

    private void received(ChangesReader.Batch batch) {
        if (hasEnded) {
            return;
        }
        for (var row : batch.rows()) {
            transport.write(form.row(row, query.withDocuments()));
        }
        place = batch.next();
        remaining -= batch.rows().size();
        if (!batch.rows().isEmpty() && query.heartbeat() == null) {
            wait(query.timeout());
        }
        if (!transport.isWritable()) {
            slowTimer = edge.vertx()
                    .setTimer(
                            edge.config().sockets().slowClientTimeout().toMillis(),
                            slow -> transport.close(CloseCause.SLOW_CLIENT));
        }
        transport.whenWritable(() -> written(batch));
    }

    private void written(ChangesReader.Batch batch) {
        edge.vertx().cancelTimer(slowTimer);
        isReading = false;
        if (hasEnded) {
            return;
        }
        if (remaining <= 0) {
            end();
        } else if (batch.pending() > 0 || hasNews) {
            read();
        } else if (!isListening) {
            listen();
        }
    }

    private void listen() {
        isListening = true;
        var opened = watch == null ? Watch.open(edge.hub(), call.identity(), this::news, this::end) : watch;
        watch = opened;
        opened.listen(call.space(), place.text()).onFailure(failure -> {
            isListening = false;
            failed(failure);
        });
    }

    private void news() {
        hasNews = true;
        if (!isReading) {
            read();
        }
    }

    // What goes wrong, and the end

    private void failed(Throwable failure) {
        switch (Requests.failure(failure).code()) {
            case UNAVAILABLE, RATE_LIMITED -> edge.vertx().setTimer(RETRY_DELAY_MS, again -> read());
            default -> end();
        }
    }

    private void end() {
        if (!hasEnded) {
            Optional.of(form.last(place.text())).filter(last -> !last.isEmpty()).ifPresent(transport::write);
            transport.write("");
        }
    }

    private void ended() {
        hasEnded = true;
        edge.vertx().cancelTimer(timer);
        edge.vertx().cancelTimer(slowTimer);
        edge.vertx().cancelTimer(expiry);
        if (watch != null) {
            watch.close();
        }
    }
}
