package io.lockstep.bench.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.bench.CountingPostgres;
import io.lockstep.bench.Http;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.crowd.Returners;
import io.lockstep.bench.delivery.place.Flags;
import io.lockstep.bench.delivery.place.LockstepServer;
import io.lockstep.bench.delivery.place.Place;
import io.lockstep.contract.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Scenario 08: the server is killed and started again on the same data and port while a writer goes on; all clients come back
 * at once with their cursors, some of which are older.
 */
final class Reconnect08 {
    private static final int SPACES = 20;
    private static final int WRITES_PER_SECOND = 20;
    private static final int CONNECTIONS = 8;

    /** A part of the clients goes before the others do, in steps, so that they have missed more. */
    private static final int AWAY_STEPS = 5;

    private static final int AWAY_PERCENT = 10;
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Options options;
    private final Bench bench;
    private final List<String> spaces = IntStream.range(0, SPACES)
            .mapToObj(number -> "bench:back-" + (10 + number))
            .toList();

    private Reconnect08(Options options, Bench bench) {
        this.options = options;
        this.bench = bench;
    }

    static List<Progress.Step> plan(Options options) {
        return List.of(new Progress.Step("08", 25 + options.size() / 500.0));
    }

    static ReconnectReport run(Options options, Bench bench) throws IOException, TimeoutException {
        var machine = Machine.with("PostgreSQL and Redis from the jar");
        bench.progress().next("servers start");
        try (var place = Place.open()) {
            var postgres = place.keep(() -> CountingPostgres.start(place.directory()));
            return new Reconnect08(options, bench).measure(machine, place, postgres.uri());
        }
    }

    private ReconnectReport measure(Machine machine, Place place, String postgres)
            throws IOException, TimeoutException {
        var server = LockstepServer.start(
                place, "lockstep", Flags.SPEED, spaces, Map.of("LOCKSTEP_POSTGRES_URI", postgres), bench.vertx());
        var probe = new PgProbe(bench.vertx(), postgres);
        var clients = new Returners(bench.loop(), Door.raw(server.port(), server.token()), options.size(), spaces);
        await(clients.gather(), clients, "come");
        var http = Http.of(bench.loop(), server.port(), CONNECTIONS, server.token());
        var writer = new Writer(
                bench.loop(), http, spaces, WRITES_PER_SECOND, (space, seq, due) -> clients.written(space, seq));
        bench.onLoop(writer::start);
        someGo(clients);
        probe.countAnew();

        bench.progress().now("the server is killed");
        bench.onLoop(clients::letGo);
        server.kill();
        server.launchAgain();
        var returning = Loops.on(bench.loop(), () -> Future.succeededFuture(clients.comeBack()))
                .await(PATIENCE.toSeconds(), SECONDS);
        try {
            await(returning, clients, "are live again");
        } catch (TimeoutException late) {
            throw new TimeoutException(late.getMessage() + "; the server printed last: " + server.lastLine());
        }
        var back = returning.result();
        var statements = probe.statements();
        server.awaitReady();

        bench.progress().now("looking whether all have all");
        Bench.pause(STEP);
        bench.onLoop(writer::stop);
        var behind = behind(clients, writer, http);
        await(clients.leave(), clients, "go");
        return ReconnectReport.of(machine, options.size(), back, clients, behind, writer, statements);
    }

    private void someGo(Returners clients) throws TimeoutException {
        bench.progress().now("some go before the others");
        Bench.pause(STEP);
        var part = options.size() * AWAY_PERCENT / 100;
        for (var step = 0; step < AWAY_STEPS; step++) {
            var from = step * part;
            bench.onLoop(() -> clients.sendAway(from, from + part));
            Bench.pause(STEP);
        }
    }

    /** How many clients have not seen all that the spaces have, when all is quiet. */
    private long behind(Returners clients, Writer writer, Http http) throws TimeoutException {
        var endNanos = System.nanoTime() + QUIET.toNanos();
        long behind;
        do {
            Bench.pause(LOOK);
            behind = writer.answered() < writer.sent() ? 1 : 0;
            for (var space = 0; space < SPACES; space++) {
                behind += behind(clients, space, head(http, spaces.get(space)));
            }
        } while (behind > 0 && System.nanoTime() < endNanos);
        return behind;
    }

    private long behind(Returners clients, int space, long head) throws TimeoutException {
        return Loops.on(bench.loop(), () -> Future.succeededFuture(clients.behind(space, head)))
                .await(PATIENCE.toSeconds(), SECONDS);
    }

    private long head(Http http, String space) throws TimeoutException {
        return Loops.on(bench.loop(), () -> http.get("/api/v1/spaces/" + space, Map.of()))
                .map(answer -> Cursor.parse(new JsonObject(answer.body()).getString("cursor"))
                        .seq())
                .await(PATIENCE.toSeconds(), SECONDS);
    }

    private void await(Future<?> all, Returners clients, String how) throws TimeoutException {
        bench.await(all, PATIENCE, () -> clients.live() + " of " + options.size() + " clients " + how);
    }
}
