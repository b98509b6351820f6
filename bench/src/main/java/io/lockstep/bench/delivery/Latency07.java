package io.lockstep.bench.delivery;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.bench.Http;
import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.delivery.LatencyReport.Result;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.Flags;
import io.lockstep.bench.delivery.place.LockstepServer;
import io.lockstep.bench.delivery.place.Place;
import io.lockstep.bench.delivery.place.ProcessStat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Scenario 07: how long viewers wait for a change while writes come at a rate. */
final class Latency07 {
    private static final int MOST_VIEWERS = 1_000;
    private static final int CONNECTIONS = 64;

    /** The time of a turn in the other scenarios is too short for a 99th percentile. */
    private static final int PHASES = 5;

    /** A server that has written for a minute is one whose programs are translated. */
    private static final int WARM_UPS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** The main one, and one of which each change goes to all: 500 of those a second are half a million frames. */
    private static final List<Variant> VARIANTS =
            List.of(new Variant("50 spaces", 50, 500), new Variant("one space", 1, 20));

    private final Options options;
    private final Bench bench;
    private final int viewers;

    /** How changes and viewers meet. */
    private record Variant(String name, int spaces, int writesPerSecond) {
        List<String> ids() {
            // Of one length, so that events begin alike.
            return IntStream.range(0, spaces)
                    .mapToObj(number -> "bench:" + spaces + "-" + (10 + number))
                    .toList();
        }
    }

    private Latency07(Options options, Bench bench) {
        this.options = options;
        this.bench = bench;
        this.viewers = Math.min(options.size(), MOST_VIEWERS);
    }

    static List<Progress.Step> plan(Options options) {
        var seconds = 3 + (1 + WARM_UPS) * PHASES * options.phase().toMillis() / 1e3;
        return List.of(new Progress.Step("07", 8 + seconds), new Progress.Step("07", seconds));
    }

    static LatencyReport run(Options options, Bench bench) throws IOException, TimeoutException {
        var machine = Machine.with("PostgreSQL and Redis from the jar");
        var scenario = new Latency07(options, bench);
        try (var place = Place.open()) {
            var spaces =
                    VARIANTS.stream().flatMap(variant -> variant.ids().stream()).toList();
            var results = new ArrayList<Result>();
            var server = Optional.<LockstepServer>empty();
            for (var variant : VARIANTS) {
                bench.progress().next(variant.name());
                if (server.isEmpty()) {
                    server = Optional.of(
                            LockstepServer.start(place, "lockstep", Flags.SPEED, spaces, Map.of(), bench.vertx()));
                }
                results.add(scenario.measure(variant, server.get()));
            }
            return new LatencyReport(machine, Flags.SPEED, results);
        }
    }

    private Result measure(Variant variant, LockstepServer server) throws TimeoutException {
        var ids = variant.ids();
        var shown = new Shown(ids.size());
        var crowd = new Crowd(
                bench.loop(),
                Door.raw(server.port(), server.token()),
                viewers,
                Optional.of(viewer -> "space/" + ids.get(viewer % ids.size())),
                true,
                shown);
        bench.gather(crowd, viewers);
        var http = Http.of(bench.loop(), server.port(), CONNECTIONS, server.token());
        var time = options.phase().multipliedBy(PHASES);
        bench.progress().now(variant.name() + ", warming up");
        write(variant, http, crowd, shown, time.multipliedBy(WARM_UPS));
        bench.progress().now(variant.name() + ", measuring");
        shown.begin();
        var frames = crowd.frames();
        var cpu = ProcessStat.cpuMicros(server.pid());
        var writer = write(variant, http, crowd, shown, time);
        var cpuMicros = ProcessStat.cpuMicros(server.pid()) - cpu;
        frames = crowd.frames() - frames;
        var latencies = shown.latencies();
        bench.leave(crowd);
        return new Result(
                variant.name(),
                viewers,
                variant.spaces(),
                variant.writesPerSecond(),
                (writer.answered() - writer.failed()) * 1e3 / time.toMillis(),
                frames * 1e3 / time.toMillis(),
                cpuMicros / (time.toMillis() * 1e3),
                Latency.of(latencies.fromCommit()),
                Latency.of(latencies.fromAnswer()),
                Latency.of(latencies.fromWrite()),
                writer.failed(),
                expected(writer, ids.size()) - frames,
                crowd.disordered());
    }

    /** Until all is answered and shown, or patience is over. */
    @CanIgnoreReturnValue
    private Writer write(Variant variant, Http http, Crowd crowd, Shown shown, Duration time) throws TimeoutException {
        var before = crowd.frames();
        var writer = new Writer(bench.loop(), http, variant.ids(), variant.writesPerSecond(), shown);
        bench.onLoop(writer::start);
        Bench.pause(time);
        bench.onLoop(writer::stop);
        var endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < endNanos
                && (writer.answered() < writer.sent()
                        || crowd.frames() - before < expected(writer, variant.spaces()))) {
            Bench.pause(LOOK);
            bench.onLoop(() -> {});
        }
        return writer;
    }

    /** Frames of all writes that were sent, of which each space has had the next one in turn. */
    private long expected(Writer writer, int spaces) {
        return IntStream.range(0, spaces)
                .mapToLong(space -> (long) share(writer.sent(), space, spaces) * share(viewers, space, spaces))
                .sum();
    }

    /** How many of those numbers, from 0 on, are of that space. */
    private static int share(long numbers, int space, int spaces) {
        return (int) ((numbers - space + spaces - 1) / spaces);
    }
}
