package io.lockstep.bench.delivery.crowd;

import io.lockstep.bench.Loops;
import io.lockstep.contract.Cursor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Viewers that come back: when their socket goes they open another one, with the cursor of the last event that they were
 * told of, and go on trying while they are refused. Confined to the event loop, but for the methods that say otherwise.
 *
 * <p>While nobody listens on the port, one try in {@link #PROBE_MS} goes to the network and tells for all the others:
 * thousands of useless tries would take the processors from the server that starts.
 */
public final class Returners implements Audience {
    private static final int RETRY_MS = 100;

    /** As the server asks for in {@code Retry-After} when it is too busy. */
    private static final int BUSY_MS = 1_000;

    private static final long PROBE_MS = 10;
    private static final int AT_ONCE = 128;
    private static final long PING_MS = 10_000;
    private static final String PING = "{\"type\":\"ping\"}";
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)");
    private static final String TRY_AGAIN = "\"failureCode\":503";
    private static final String REFUSED = "Connection refused";

    private final Context loop;
    private final EventLoop netty;
    private final Door door;
    private final List<String> spaces;
    private final SeqFinder seqs = new SeqFinder();
    private final ByteBuf ping = ClientFrame.text(PING);
    private final Random random = new Random(8);
    private final List<Client> clients = new ArrayList<>();

    /** The highest seq of each space of which a writer was told. */
    private final long[] heads;

    private final Promise<Void> gathered = Promise.promise();
    private int gathering;
    private Promise<Back> back = Promise.promise();
    private int live;
    private boolean isReturning;
    private boolean isLetGo;
    private boolean isOver;
    private boolean isDown;
    private boolean isProbing;
    private final Deque<Client> waiting = new ArrayDeque<>();
    private long firstTryNanos;
    private long acceptedNanos;
    private long tries;
    private long disordered;
    private long resyncs;
    private long refused;
    private long replayed;
    private long pingTimer;

    /** One who comes back. */
    private static final class Client {
        private final int number;
        private final int space;
        private @Nullable Viewer viewer;
        private long seq = Viewer.NEW;
        private long epoch;
        private boolean isGreeted;
        private boolean isLive;
        private boolean isAway;

        /** From which on it is live. */
        private long goal;

        private Client(int number, int space) {
            this.number = number;
            this.space = space;
        }
    }

    /**
     * When they were back, by {@link System#nanoTime}.
     *
     * @param acceptedNanos the first connection
     * @param tries that went to the network
     */
    public record Back(long firstTryNanos, long acceptedNanos, long liveNanos, long tries) {}

    /** Viewers that are yet to come, on the spaces in turn. */
    public Returners(Context loop, Door door, int size, List<String> spaces) {
        this.loop = loop;
        this.netty = ((ContextInternal) loop).nettyEventLoop();
        this.door = door;
        this.spaces = List.copyOf(spaces);
        this.heads = new long[spaces.size()];
        for (var number = 0; number < size; number++) {
            clients.add(new Client(number, number % spaces.size()));
        }
    }

    /** All come for the first time. From any thread. */
    public Future<Void> gather() {
        return Loops.on(loop, () -> {
            pingTimer = loop.owner().setPeriodic(PING_MS, timer -> pingAll());
            while (gathering < Math.min(AT_ONCE, clients.size())) {
                open(clients.get(gathering++));
            }
            return gathered.future();
        });
    }

    /** Some lose their connection and stay away until all come back. */
    public void sendAway(int from, int to) {
        clients.subList(from, to).forEach(client -> {
            client.isAway = true;
            if (client.viewer != null) {
                client.viewer.leave();
            }
        });
    }

    /** From now on whoever loses the connection stays away until all come back. */
    public void letGo() {
        isLetGo = true;
    }

    /** All come back at once, and who loses the connection then does so again. Completes when all are live. */
    public Future<Back> comeBack() {
        isReturning = true;
        isLetGo = false;
        live = 0;
        firstTryNanos = System.nanoTime();
        acceptedNanos = 0;
        tries = 0;
        back = Promise.promise();
        for (var client : clients) {
            client.isLive = false;
            client.isAway = false;
            if (client.viewer != null) {
                client.viewer.leave();
            }
            later(client);
        }
        return back.future();
    }

    /** All go for good. From any thread. */
    public Future<Void> leave() {
        return Loops.on(loop, () -> {
            isOver = true;
            var cancelled = loop.owner().cancelTimer(pingTimer);
            assert cancelled;
            clients.forEach(client -> {
                if (client.viewer != null) {
                    client.viewer.leave();
                }
            });
            return Future.succeededFuture();
        });
    }

    /** A write was acknowledged. */
    public void written(int space, long seq) {
        heads[space] = Math.max(heads[space], seq);
    }

    public int live() {
        return live;
    }

    /** Events that were not the next ones of their viewers, who were not told to resync. */
    public long disordered() {
        return disordered;
    }

    public long resyncs() {
        return resyncs;
    }

    /** Registrations that the server was too busy for, and that were repeated. */
    public long refused() {
        return refused;
    }

    /** Events that came to those who were not live yet: what they had missed. */
    public long replayed() {
        return replayed;
    }

    /** How many have not seen this seq of their space. */
    public long behind(int space, long seq) {
        return clients.stream()
                .filter(client -> client.space == space && client.seq < seq)
                .count();
    }

    /** Whoever waits would have his next try within twice the interval. */
    @Override
    public void connected(Viewer viewer) {
        if (acceptedNanos == 0) {
            acceptedNanos = System.nanoTime();
        }
        isDown = false;
        while (!waiting.isEmpty()) {
            later(waiting.remove());
        }
    }

    @Override
    public void opened(Viewer viewer) {
        var client = clients.get(viewer.number());
        client.goal = heads[client.space];
        var register = new JsonObject().put("type", "register").put("address", "space/" + spaces.get(client.space));
        if (client.seq != Viewer.NEW) {
            register.put("headers", new JsonObject().put("cursor", new Cursor(client.epoch, client.seq).encode()));
        }
        viewer.send(ClientFrame.text(register.encode()));
    }

    @Override
    public void event(Viewer viewer, long seq, ByteBuf bytes, int index, int length) {
        var client = clients.get(viewer.number());
        if (seq != client.seq + 1) {
            disordered++;
        }
        client.seq = seq;
        if (!client.isLive) {
            replayed++;
            liveIfItIs(client);
        }
    }

    @Override
    public void told(Viewer viewer, String text) {
        var client = clients.get(viewer.number());
        if (text.contains("\"snapshot\"")) {
            var cursor = cursor(text);
            if (client.seq == Viewer.NEW) {
                client.epoch = cursor.epoch();
                client.seq = cursor.seq();
            }
            client.isGreeted = true;
            liveIfItIs(client);
        } else if (text.contains("\"resync\"")) {
            resyncs++;
            client.seq = cursor(text).seq();
        } else if (text.contains(TRY_AGAIN)) {
            refused++;
            var timer = loop.owner().setTimer(1 + random.nextInt(2 * BUSY_MS), due -> registerAgain(client, viewer));
            assert timer >= 0;
        } else if (text.contains("\"err\"")) {
            fail(viewer, "told " + text);
        }
    }

    @Override
    public void gone(Viewer viewer, String how) {
        var client = clients.get(viewer.number());
        if (isOver || client.isAway || (client.viewer != null && client.viewer != viewer)) {
            return;
        }
        if (isLetGo) {
            client.isAway = true;
            return;
        }
        if (how.contains(REFUSED)) {
            isDown = true;
            client.viewer = null;
            waiting.add(client);
            probeLater();
            return;
        }
        if (isReturning) {
            if (client.isLive) {
                client.isLive = false;
                live--;
            }
            later(client);
        } else {
            fail(viewer, how);
        }
    }

    private static Cursor cursor(String text) {
        var cursor = CURSOR.matcher(text);
        return Cursor.parse(cursor.find() ? cursor.group(1) : "");
    }

    private void registerAgain(Client client, Viewer viewer) {
        if (client.viewer == viewer) {
            opened(viewer);
        }
    }

    private void fail(Viewer viewer, String how) {
        gathered.tryFail("viewer " + viewer.number() + ": " + how);
        back.tryFail("viewer " + viewer.number() + ": " + how);
    }

    private void liveIfItIs(Client client) {
        if (client.isLive || !client.isGreeted || client.seq < client.goal) {
            return;
        }
        client.isLive = true;
        live++;
        if (gathering < clients.size()) {
            open(clients.get(gathering++));
        }
        if (live == clients.size()) {
            gathered.tryComplete();
            if (isReturning) {
                back.tryComplete(new Back(firstTryNanos, acceptedNanos, System.nanoTime(), tries));
            }
        }
    }

    /** With full jitter around the interval. */
    private void later(Client client) {
        client.viewer = null;
        client.isGreeted = false;
        var timer = loop.owner().setTimer(1 + random.nextInt(2 * RETRY_MS), due -> retry(client));
        assert timer >= 0;
    }

    private void retry(Client client) {
        if (isOver || client.viewer != null) {
            return;
        }
        if (isDown) {
            waiting.add(client);
        } else {
            tries++;
            open(client);
        }
    }

    private void probeLater() {
        if (!isProbing) {
            isProbing = true;
            var timer = loop.owner().setTimer(PROBE_MS, due -> probe());
            assert timer >= 0;
        }
    }

    private void probe() {
        isProbing = false;
        var client = waiting.poll();
        if (client != null && !isOver) {
            tries++;
            open(client);
        }
    }

    private void open(Client client) {
        client.isGreeted = false;
        client.viewer = Viewer.open(netty, client.number, door, this, seqs);
    }

    private void pingAll() {
        clients.forEach(client -> {
            if (client.viewer != null) {
                client.viewer.send(ping);
            }
        });
    }
}
