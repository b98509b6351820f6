package io.lockstep.bench.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.bench.Http;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.Turns;
import io.lockstep.bench.delivery.BroadcastReport.Ratio;
import io.lockstep.bench.delivery.BroadcastReport.Result;
import io.lockstep.bench.delivery.BroadcastReport.Trial;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.BenchServer;
import io.lockstep.bench.delivery.place.Flags;
import io.lockstep.bench.delivery.place.LockstepServer;
import io.lockstep.bench.delivery.place.Place;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Scenarios 01 to 05: what it costs to bring an event to very many sockets, by the least that could do it, by stock Vert.x, by
 * its bridge, and by Lockstep; the same bytes, in turns, in the same run.
 */
final class Broadcast {
    static final int MOST_VIEWERS = 8_000;

    private static final int WARM_UP_VIEWERS = 100;
    private static final long PATIENCE_SECONDS = 30;
    private static final String SPACE = "bench:delivery";
    private static final Crowd.Listener NOBODY = (viewer, seq, bytes, index, length) -> {};

    /** Which ways have to run with a scenario, since it is compared with them. */
    private static final Map<String, Set<String>> COMPARED = Map.of("04", Set.of("01", "02", "03"), "05", Set.of("04"));

    private final Options options;
    private final Bench bench;
    private final int viewers;

    private Broadcast(Options options, Bench bench) {
        this.options = options;
        this.bench = bench;
        this.viewers = viewers(options);
    }

    /** The scenarios of these that run when those are asked for. */
    static List<String> ways(Set<String> asked) {
        return List.of("01", "02", "03", "04", "05").stream()
                .filter(number -> asked.contains(number)
                        || asked.stream()
                                .anyMatch(other ->
                                        COMPARED.getOrDefault(other, Set.of()).contains(number)))
                .toList();
    }

    static int viewers(Options options) {
        return Math.min(options.size(), MOST_VIEWERS);
    }

    /** One for the beginning and one for each turn. */
    static List<Progress.Step> plan(List<String> ways, Options options) {
        var steps = new ArrayList<Progress.Step>();
        var gathering = 1 + viewers(options) / 2_000.0;
        steps.add(new Progress.Step(ways.get(0), 15));
        for (var warm : ways) {
            steps.add(new Progress.Step(warm, gathering + 2 * options.warmUp().toSeconds()));
        }
        for (var repetition = 0; repetition < options.repetitions(); repetition++) {
            for (var way : ways) {
                steps.add(new Progress.Step(way, gathering + 2 * options.phase().toMillis() / 1e3));
            }
        }
        return steps;
    }

    static BroadcastReport run(Options options, Set<String> asked, Bench bench) throws IOException, TimeoutException {
        var machine = Machine.with("PostgreSQL and Redis from the jar");
        try (var place = Place.open()) {
            return new Broadcast(options, bench).measure(place, ways(asked), machine);
        }
    }

    private BroadcastReport measure(Place place, List<String> numbers, Machine machine)
            throws IOException, TimeoutException {
        bench.progress().next("servers start");
        var ways = start(place, numbers);
        for (var way : ways) {
            bench.progress().next("warming up");
            // What runs once per event runs often enough to be translated only when few listen.
            turn(way, Math.min(viewers, WARM_UP_VIEWERS), options.warmUp());
            turn(way, viewers, options.warmUp());
        }
        var trials = Turns.take(ways, options.repetitions(), way -> {
            bench.progress().next("events to " + viewers + " sockets");
            return turn(way, viewers, options.phase());
        });
        var results = new ArrayList<Result>();
        trials.forEach((way, own) -> results.add(Result.of(way, own)));
        var ratios = new ArrayList<Ratio>();
        trials.forEach((way, own) -> trials.forEach((other, others) -> {
            if (COMPARED.getOrDefault(way.number(), Set.of()).contains(other.number())) {
                ratios.add(Ratio.of(way, own, other, others));
            }
        }));
        return new BroadcastReport(machine, Flags.SPEED, viewers, options.repetitions(), results, ratios);
    }

    private List<Way> start(Place place, List<String> numbers) throws IOException, TimeoutException {
        var lockstep = LockstepServer.start(place, "lockstep", Flags.SPEED, List.of(SPACE), Map.of(), bench.vertx());
        var http = Http.of(bench.loop(), lockstep.port(), 1, lockstep.token());
        var single = new LockstepWay("04", "Lockstep", lockstep, http, SPACE, 1);
        var burst = options.inFlight().get(0);
        var bursts = new LockstepWay("05", "Lockstep, bursts", lockstep, http, SPACE, burst);
        var message = record(place, single);
        var ways = new ArrayList<Way>();
        for (var number : numbers) {
            var way = switch (number) {
                case "01" -> bare(place, number, "Netty, the least", "FloorServer", message);
                case "02" -> bare(place, number, "Vert.x, writeTextMessage", "StockServer", message);
                case "03" -> bridge(place, number, message);
                case "04" -> single;
                default -> bursts;
            };
            ways.add(way);
        }
        return ways;
    }

    private static Way bare(Place place, String number, String name, String program, Path message)
            throws IOException, TimeoutException {
        var server = BenchServer.start(place, program, message, Flags.SPEED);
        return new BenchWay(number, name, server, Door.plain(server.port()), Optional.empty());
    }

    private static Way bridge(Place place, String number, Path message) throws IOException, TimeoutException {
        var server = BenchServer.start(place, "BridgeServer", message, Flags.SPEED);
        return new BenchWay(
                number, "vertx-web's bridge", server, Door.bridge(server.port()), Optional.of("space/" + SPACE));
    }

    /** A real event, as a viewer gets it: what the other servers deliver. */
    private Path record(Place place, Way lockstep) throws IOException, TimeoutException {
        var told = new AtomicReference<>("");
        var crowd = lockstep.crowd(
                bench.loop(), 1, (viewer, seq, bytes, index, length) -> told.set(bytes.toString(index, length, UTF_8)));
        gather(crowd, 1, lockstep);
        // The first write creates the document, the second one is like all that follow.
        for (var write = 0; write < 2; write++) {
            rounds(lockstep, crowd, 1, Duration.ZERO);
        }
        bench.leave(crowd);
        var text = told.get();
        if (!new JsonObject(text).getString("address").endsWith(SPACE)) {
            throw new IllegalStateException("this is no event: " + text);
        }
        return Files.writeString(place.directory().resolve("message.json"), text);
    }

    @CanIgnoreReturnValue
    private Trial turn(Way way, int size, Duration time) throws TimeoutException {
        var crowd = way.crowd(bench.loop(), size, NOBODY);
        gather(crowd, size, way);
        bench.progress().now("settling");
        rounds(way, crowd, size, time.dividedBy(3));
        bench.progress().now("measuring");
        var frames = crowd.frames();
        var bytes = crowd.bytes();
        var cpu = way.cpuMicros();
        var compilers = way.compilerMicros();
        var stores = way.storeCpuMicros();
        var sample = rounds(way, crowd, size, time);
        var trial = new Trial(
                sample,
                way.cpuMicros() - cpu,
                way.compilerMicros() - compilers,
                way.storeCpuMicros() - stores,
                crowd.frames() - frames,
                crowd.bytes() - bytes,
                crowd.disordered());
        bench.leave(crowd);
        return trial;
    }

    private void gather(Crowd crowd, int size, Way way) throws TimeoutException {
        bench.gather(crowd, size);
        way.awaitListening(size);
    }

    @CanIgnoreReturnValue
    private Rounds.Sample rounds(Way way, Crowd crowd, int size, Duration time) throws TimeoutException {
        try {
            return Rounds.run(bench.loop(), way, crowd, size, time).await(time.toSeconds() + PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException lost) {
            throw new TimeoutException("scenario " + way.number() + ": frames did not come");
        }
    }
}
