package io.lockstep.bench.delivery.crowd;

import io.lockstep.bench.Loops;
import io.lockstep.contract.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Viewers that all listen: counts what they are told, and whether each is told of everything in order. Confined to its
 * event loop, but for the methods that say otherwise.
 */
public final class Crowd implements Audience {
    private static final int AT_ONCE = 128;
    private static final long PING_SLICE_MS = 200;
    private static final int PING_SLICES = 60;
    private static final String PING = "{\"type\":\"ping\"}";
    private static final Pattern CURSOR = Pattern.compile("\\\\?\"cursor\\\\?\":\\\\?\"([^\"\\\\]+)");
    private static final long NONE = -1;

    private final Context loop;
    private final EventLoop netty;
    private final Door door;
    private final int size;
    private final Optional<IntFunction<String>> topic;
    private final boolean isAnswered;
    private final Listener listener;
    private final ByteBuf ping;
    private final SeqFinder seqs = new SeqFinder();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Promise<Void> gathered = Promise.promise();
    private int ready;
    private int slice;
    private long pingTimer = NONE;
    private long frames;
    private long bytes;
    private long disordered;
    private @Nullable Promise<Arrival> arriving;
    private long awaited;
    private long firstNanos;
    private @Nullable String broken;

    /** Hears of each event that comes to a viewer. */
    public interface Listener {
        void event(Viewer viewer, long seq, ByteBuf bytes, int index, int length);
    }

    /** When the first and the last of the frames that were awaited came, by {@link System#nanoTime}. */
    public record Arrival(long firstNanos, long lastNanos) {}

    /**
     * Viewers that are yet to come.
     *
     * @param topic what each viewer registers for, by its number; nothing when empty
     * @param isAnswered whether a registration is answered by a snapshot
     */
    public Crowd(
            Context loop,
            Door door,
            int size,
            Optional<IntFunction<String>> topic,
            boolean isAnswered,
            Listener listener) {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException("the scenarios of live delivery need epoll, that is Linux");
        }
        this.loop = loop;
        this.netty = ((ContextInternal) loop).nettyEventLoop();
        this.door = door;
        this.size = size;
        this.topic = topic;
        this.isAnswered = isAnswered;
        this.listener = listener;
        this.ping = ClientFrame.text(door.framed(PING));
    }

    /** All come and listen. From any thread. */
    public Future<Void> gather() {
        return Loops.on(loop, () -> {
            pingTimer = loop.owner().setPeriodic(PING_SLICE_MS, timer -> pingSome());
            for (var first = 0; first < Math.min(AT_ONCE, size); first++) {
                openNext();
            }
            return gathered.future();
        });
    }

    /** All go. From any thread. */
    public Future<Void> leave() {
        return Loops.on(loop, () -> {
            var cancelled = loop.owner().cancelTimer(pingTimer);
            assert cancelled;
            viewers.forEach(Viewer::leave);
            return Future.succeededFuture();
        });
    }

    /** Completes when that many more frames have come; on the event loop, before they are sent. */
    public Future<Arrival> expect(long frames) {
        var arrival = Promise.<Arrival>promise();
        awaited = frames;
        firstNanos = NONE;
        arriving = arrival;
        if (broken != null) {
            arrival.fail(broken);
        }
        return arrival.future();
    }

    /** How many listen by now. From any thread, roughly. */
    public int ready() {
        return ready;
    }

    /** Events that came. */
    public long frames() {
        return frames;
    }

    /** Of them all, without the headers of frames. */
    public long bytes() {
        return bytes;
    }

    /** Events that were not the next ones of their viewers. */
    public long disordered() {
        return disordered;
    }

    /** Why not everybody listens any more; empty while they do. */
    public Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    @Override
    public void opened(Viewer viewer) {
        topic.ifPresent(name -> viewer.send(ClientFrame.text(door.framed(new JsonObject()
                .put("type", "register")
                .put("address", name.apply(viewer.number()))
                .encode()))));
        if (topic.isEmpty() || !isAnswered) {
            viewer.seq(Viewer.UNKNOWN);
            oneReady();
        }
    }

    @Override
    public void event(Viewer viewer, long seq, ByteBuf in, int index, int length) {
        frames++;
        bytes += length;
        if (viewer.seq() != Viewer.UNKNOWN && seq != viewer.seq() + 1) {
            disordered++;
        }
        viewer.seq(seq);
        listener.event(viewer, seq, in, index, length);
        if (arriving == null) {
            return;
        }
        if (firstNanos == NONE) {
            firstNanos = System.nanoTime();
        }
        awaited--;
        if (awaited == 0) {
            var arrival = arriving;
            arriving = null;
            arrival.complete(new Arrival(firstNanos, System.nanoTime()));
        }
    }

    @Override
    public void told(Viewer viewer, String text) {
        if (text.contains("snapshot") && viewer.seq() == Viewer.NEW) {
            var cursor = CURSOR.matcher(text);
            viewer.seq(cursor.find() ? Cursor.parse(cursor.group(1)).seq() : Viewer.UNKNOWN);
            oneReady();
        } else if (text.contains("\"err") || text.contains("\"resync")) {
            gone(viewer, "told " + text);
        }
    }

    @Override
    public void gone(Viewer viewer, String how) {
        if (broken == null) {
            broken = "viewer " + viewer.number() + ": " + how;
        }
        gathered.tryFail(broken);
        if (arriving != null) {
            arriving.tryFail(broken);
        }
    }

    private void openNext() {
        if (viewers.size() < size) {
            viewers.add(Viewer.open(netty, viewers.size(), door, this, seqs));
        }
    }

    private void oneReady() {
        ready++;
        if (ready == size) {
            gathered.tryComplete();
        } else {
            openNext();
        }
    }

    /** Whoever is silent for half a minute is closed. */
    private void pingSome() {
        slice = (slice + 1) % PING_SLICES;
        for (var number = slice; number < viewers.size(); number += PING_SLICES) {
            viewers.get(number).send(ping);
        }
    }
}
