package io.lockstep.bench.delivery;

import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.delivery.MemoryReport.Result;
import io.lockstep.bench.delivery.crowd.Crowd;
import io.lockstep.bench.delivery.crowd.Door;
import io.lockstep.bench.delivery.place.BenchServer;
import io.lockstep.bench.delivery.place.Flags;
import io.lockstep.bench.delivery.place.JvmMemory;
import io.lockstep.bench.delivery.place.LockstepServer;
import io.lockstep.bench.delivery.place.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Scenario 06: what a socket costs that nothing happens on, beside one of stock Vert.x. Each kind on a server of its own. */
final class Memory06 {
    private static final String SPACE = "bench:memory";
    private static final Crowd.Listener NOBODY = (viewer, seq, bytes, index, length) -> {};

    /** In which the server notices who has gone, and pings come from all. */
    private static final Duration SETTLING = Duration.ofSeconds(15);

    private static final Duration SETTLING_SHORTLY = Duration.ofSeconds(1);

    /** From this size on it is no test any more. */
    private static final int MANY = 1_000;

    private static final List<Kind> KINDS = List.of(
            new Kind("Lockstep, raw, listening", true, false, true),
            new Kind("Lockstep, raw", true, false, false),
            new Kind("Lockstep, SockJS, listening", true, true, true),
            new Kind("Vert.x", false, false, false));

    private final Options options;
    private final Bench bench;
    private final Duration settling;

    /** A kind of sockets. */
    private record Kind(String name, boolean isLockstep, boolean isSockJs, boolean isListening) {}

    private Memory06(Options options, Bench bench) {
        this.options = options;
        this.bench = bench;
        this.settling = options.size() < MANY ? SETTLING_SHORTLY : SETTLING;
    }

    static List<Progress.Step> plan(Options options) {
        var seconds = options.size() < MANY ? 10 : 50 + options.size() / 1_000;
        return KINDS.stream().map(kind -> new Progress.Step("06", seconds)).toList();
    }

    static MemoryReport run(Options options, Bench bench) throws IOException, TimeoutException {
        var machine = Machine.with("PostgreSQL and Redis from the jar");
        var memory = new Memory06(options, bench);
        var results = new ArrayList<Result>();
        for (var kind : KINDS) {
            bench.progress().next(kind.name() + ", server starts");
            try (var place = Place.open()) {
                results.add(memory.measure(kind, place));
            }
        }
        return new MemoryReport(machine, Flags.MEMORY, options.size(), results);
    }

    private Result measure(Kind kind, Place place) throws IOException, TimeoutException {
        if (!kind.isLockstep()) {
            var message = Files.writeString(place.directory().resolve("message.json"), "{\"seq\":1}");
            var server = BenchServer.start(place, "StockServer", message, Flags.MEMORY);
            return measure(kind, server.pid(), Door.plain(server.port()));
        }
        var server = LockstepServer.start(place, "lockstep", Flags.MEMORY, List.of(SPACE), Map.of(), bench.vertx());
        var door =
                kind.isSockJs() ? Door.sockJs(server.port(), server.token()) : Door.raw(server.port(), server.token());
        return measure(kind, server.pid(), door);
    }

    private Result measure(Kind kind, long pid, Door door) throws IOException, TimeoutException {
        bench.progress().now(kind.name() + ", sockets come and go");
        bench.leave(gathered(kind, door));
        Bench.pause(settling);
        var before = JvmMemory.of(pid);
        var crowd = gathered(kind, door);
        bench.progress().now(kind.name() + ", nothing happens");
        Bench.pause(settling);
        var after = JvmMemory.of(pid);
        var broken = crowd.broken();
        bench.leave(crowd);
        return Result.of(kind.name(), options.size(), before, after, broken);
    }

    private Crowd gathered(Kind kind, Door door) throws TimeoutException {
        var topic = Optional.<IntFunction<String>>of(viewer -> "space/" + SPACE).filter(own -> kind.isListening());
        var crowd = new Crowd(bench.loop(), door, options.size(), topic, kind.isListening(), NOBODY);
        bench.gather(crowd, options.size());
        return crowd;
    }
}
