package io.lockstep.deploy.delivery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

/**
 * Many viewers that come and go, writers, and somebody who removes members, for some time; then everybody stays, and it is
 * waited until all have what there is.
 *
 * <p>The last space is for bursts: few write there, but very much at once, and a part of its viewers reads slowly.
 */
public final class Workload implements AutoCloseable {
    private static final int BURSTING_WRITERS = 2;
    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_MS = 50;
    private static final int WIDE_BYTES = 256 << 10;
    private static final int NARROW_BYTES = 16 << 10;

    private final Plan plan;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Api api;
    private final Sightings sightings = new Sightings();
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Writer> writers = new ArrayList<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final String admin;
    private final MemberChanges members;

    /**
     * What is to be done.
     *
     * @param hasSlowReaders whether a tenth of the clients reads slowly
     * @param quietWithin how long after the last write everybody must have everything
     * @param patience after which a client that hears nothing comes by another connection; zero for never
     */
    public record Plan(
            int clients,
            int writers,
            boolean hasSlowReaders,
            Duration lasting,
            long seed,
            Duration quietWithin,
            Duration patience) {
        /** Of twenty writers and clients who trust the network. */
        static Plan of(int clients, boolean hasSlowReaders, Duration lasting, long seed, Duration quietWithin) {
            return new Plan(clients, 20, hasSlowReaders, lasting, seed, quietWithin, Duration.ZERO);
        }
    }

    /**
     * What came of it.
     *
     * @param behind who did not have everything in time, and where; empty for nobody
     * @param quietAfter how long it took
     */
    public record Outcome(Checker checker, Sightings sightings, List<String> behind, Duration quietAfter) {
        @Override
        public String toString() {
            return checker.writes().size() + " writes, " + checker.removals().size()
                    + " removals, all at the head after " + quietAfter.toMillis() + " ms but for " + behind + ", "
                    + sightings;
        }
    }

    Workload(int port, Plan plan) throws TimeoutException {
        this(List.of(SocketAddress.inetSocketAddress(port, "127.0.0.1")), plan);
    }

    /**
     * Over several servers.
     *
     * @param servers among which everybody chooses anew each time
     */
    public Workload(List<SocketAddress> servers, Plan plan) throws TimeoutException {
        this.plan = plan;
        this.api = new Api(vertx, servers, WIDE_BYTES);
        var narrow = new Api(vertx, servers, NARROW_BYTES);
        var random = new Random(plan.seed());
        admin = token(Crowd.ADMIN);
        members = new MemberChanges(admin, api, Crowd.SPACES, Crowd.VIEWERS, random.nextLong());
        var bursts = Crowd.SPACES.size() - 1;
        for (int number = 0; number < plan.clients(); number++) {
            var isSlow = plan.hasSlowReaders() && number % 10 == 0;
            var spaces = new ArrayList<>(Crowd.SPACES.subList(0, bursts));
            Collections.shuffle(spaces, random);
            var chosen = new ArrayList<>(spaces.subList(0, isSlow ? 1 : 1 + random.nextInt(3)));
            if (isSlow || number % 10 == 1) {
                chosen.set(0, Crowd.SPACES.get(bursts));
            }
            var user = Crowd.VIEWERS.get(number % Crowd.VIEWERS.size());
            viewers.add(new Viewer(
                    "client " + number,
                    user,
                    token(user),
                    isSlow ? narrow : api,
                    chosen,
                    random.nextLong(),
                    isSlow,
                    (int) plan.patience().toMillis(),
                    sightings));
        }
        for (int number = 0; number < plan.writers(); number++) {
            var isBursting = number < BURSTING_WRITERS;
            var spaces = isBursting ? Crowd.SPACES.subList(bursts, bursts + 1) : Crowd.SPACES.subList(0, bursts);
            var user = Crowd.WRITERS.get(number % Crowd.WRITERS.size());
            writers.add(
                    new Writer("w" + number, token(user), api, spaces, random.nextLong(), isBursting, 250, sightings));
        }
    }

    private String token(String user) throws TimeoutException {
        var known = tokens.get(user);
        if (known != null) {
            return known;
        }
        var token = await(api.token(user));
        tokens.put(user, token);
        return token;
    }

    /** @param faultsEnd called when the last write has been answered */
    Outcome run(Runnable faultsEnd) throws Exception {
        return run(
                () -> vertx.timer(plan.lasting().toMillis(), MILLISECONDS)
                        .await(plan.lasting().toSeconds() + PATIENCE_SECONDS, SECONDS),
                faultsEnd);
    }

    /** What goes on while people write. */
    @FunctionalInterface
    public interface Meanwhile {
        void run() throws Exception;
    }

    /** As long as something else goes on. */
    public Outcome runWhile(Meanwhile meanwhile) throws Exception {
        return run(meanwhile, () -> {});
    }

    private Outcome run(Meanwhile meanwhile, Runnable faultsEnd) throws Exception {
        var all = new ArrayList<Deployable>(viewers);
        all.addAll(writers);
        all.add(members);
        await(Future.all(all.stream().map(vertx::deployVerticle).toList()));
        meanwhile.run();
        var ends = writers.stream().map(Writer::end).toList();
        var removals = await(members.end());
        await(Future.all(ends));
        var writes = ends.stream().flatMap(end -> end.result().stream()).toList();
        faultsEnd.run();
        var quietSince = System.nanoTime();
        await(Future.all(viewers.stream().map(Viewer::stay).toList()));
        var behind = settle(quietSince);
        var quietAfter = Duration.ofNanos(System.nanoTime() - quietSince);
        var logs = viewers.stream().map(Viewer::leaveForGood).toList();
        await(Future.all(logs));
        return new Outcome(
                new Checker(databases(), logs.stream().map(Future::result).toList(), writes, removals),
                sightings,
                behind,
                quietAfter);
    }

    private List<String> settle(long quietSince) throws TimeoutException {
        var heads = new HashMap<String, Long>();
        for (var space : Crowd.SPACES) {
            heads.put(
                    space,
                    Api.seq(await(api.get(admin, "/spaces/" + space)).body().getString("cursor")));
        }
        while (true) {
            var behind = new ArrayList<String>();
            for (var viewer : viewers) {
                behind.addAll(await(viewer.behind(heads)));
            }
            if (behind.isEmpty()
                    || System.nanoTime() - quietSince > plan.quietWithin().toNanos()) {
                return behind;
            }
            await(vertx.timer(LOOK_MS));
        }
    }

    private Map<String, Database> databases() throws TimeoutException {
        var databases = new HashMap<String, Database>();
        for (var space : Crowd.SPACES) {
            var documents = await(api.documents(admin, space)).orElseThrow().documents();
            databases.put(space, new Database(space, feed(space), documents));
        }
        return databases;
    }

    private List<Seen.Changed> feed(String space) throws TimeoutException {
        var feed = new ArrayList<Seen.Changed>();
        for (var since = ""; ; ) {
            var page = await(api.get(admin, "/spaces/" + space + "/changes?limit=1000" + since))
                    .body();
            page.getJsonArray("changes").forEach(change -> feed.add(Sightings.changed((JsonObject) change)));
            if (page.getLong("pending") == 0) {
                return feed;
            }
            since = "&since=" + page.getString("cursor");
        }
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(PATIENCE_SECONDS, SECONDS);
    }

    @Override
    public void close() throws TimeoutException {
        await(vertx.close());
    }
}
