package io.lockstep.bench.scaleout;

import io.lockstep.bench.Http;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.delivery.Bench;
import io.lockstep.bench.delivery.Progress;
import io.lockstep.bench.delivery.place.Cluster;
import io.lockstep.bench.delivery.place.Node;
import io.lockstep.bench.delivery.place.Place;
import io.lockstep.bench.delivery.place.ProcessStat;
import io.lockstep.bench.scaleout.ScaleOutReport.Change;
import io.lockstep.bench.scaleout.ScaleOutReport.Memory;
import io.lockstep.bench.scaleout.ScaleOutReport.Result;
import io.lockstep.bench.scaleout.ScaleOutReport.Start;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Scenario 22: the same sockets and the same writes on 1, 2 and 4 gateway processes of a cluster. One more gateway, to which
 * nobody listens, takes the writes, so that the others do nothing but deliver.
 */
public final class ScaleOut22 {
    private static final List<Integer> GATEWAYS = List.of(1, 2, 4);
    private static final int CONNECTIONS = 32;

    /** Small heaps: there are six processes. */
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx256m", "-XX:-UseDynamicNumberOfCompilerThreads");

    /** The rates are writes per second; the size is the number of sockets. */
    private static final Options USUAL = new Options(
            Duration.ofSeconds(15), Duration.ofSeconds(40), 1, List.of(20, 60), 2_000, Scenario.json("scaleout"));

    static final Options SHORTEST =
            new Options(Duration.ofMillis(500), Duration.ZERO, 1, List.of(20), 80, Scenario.json("scaleout"));

    private final Options options;
    private final Bench bench;
    private final Cluster cluster;
    private final Node entrance;
    private final PgProbe postgres;

    /** Those to which viewers come; the others stand idle. */
    private List<Node> gateways = List.of();

    private final List<Result> results = new ArrayList<>();

    private ScaleOut22(Options options, Bench bench, Cluster cluster, Node entrance) {
        this.options = options;
        this.bench = bench;
        this.cluster = cluster;
        this.entrance = entrance;
        this.postgres = new PgProbe(bench.vertx(), cluster.postgresUri());
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments, USUAL, SHORTEST, (options, out) -> run(options, out).isSound());
    }

    static ScaleOutReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        var machine = Machine.with("PostgreSQL and Redis from the jar");
        var vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var progress = Progress.of(plan(options));
        try (var place = Place.open()) {
            var spaces = Stream.of(Variant.values())
                    .flatMap(variant -> variant.names(options.size()).stream())
                    .toList();
            progress.next("the first processes start");
            var cluster = Cluster.start(place, FLAGS, spaces, vertx);
            var scenario = new ScaleOut22(options, new Bench(Loops.of(vertx), progress), cluster, cluster.gateway());
            var report = scenario.measure(machine);
            out.println(report.text());
            Scenario.keep(report, options.json());
            return report;
        } finally {
            progress.end();
            vertx.close().await();
        }
    }

    private static List<Progress.Step> plan(Options options) {
        var phase = options.phase().toMillis() / 1e3;
        var points = GATEWAYS.stream()
                .map(count -> variants(count).size() * 2 + options.inFlight().size())
                .map(turns -> new Progress.Step("22", turns * phase));
        var others = Stream.of(15.0, 30.0 + options.warmUp().toSeconds());
        return Stream.concat(
                        Stream.concat(others.map(seconds -> new Progress.Step("22", seconds)), points),
                        Stream.of(new Progress.Step("22", 30)))
                .toList();
    }

    /** One gateway has all spaces anyway. */
    private static List<Variant> variants(int gateways) {
        return gateways > 1 ? List.of(Variant.values()) : List.of(Variant.EVERYWHERE, Variant.MANY);
    }

    private ScaleOutReport measure(Machine machine) throws IOException, TimeoutException {
        bench.progress().next("gateways start");
        var all = new ArrayList<Node>();
        for (var started = 0; started < Variant.MOST_GATEWAYS; started++) {
            all.add(cluster.gateway());
        }
        gateways = List.copyOf(all);
        var starts = Stream.concat(Stream.of(cluster.core(), entrance), all.stream())
                .map(Start::of)
                .toList();
        warmUp();
        for (var count : GATEWAYS) {
            bench.progress().next(count + " gateways");
            gateways = List.copyOf(all.subList(0, count));
            for (var variant : variants(count)) {
                measure(variant);
            }
        }
        bench.progress().next("memory, and a restart of one after the other");
        var memory = memory();
        var change = Change.of(postgres);
        var beginNanos = System.nanoTime();
        for (var gateway : all) {
            gateway.restart();
        }
        var rollSeconds = (System.nanoTime() - beginNanos) / 1e9;
        return new ScaleOutReport(
                machine, Machine.with("").busy(), FLAGS, options.size(), results, starts, memory, change, rollSeconds);
    }

    /** All of them: a program that is not translated yet costs several times as much. */
    private void warmUp() throws TimeoutException {
        bench.progress().now("warming up");
        var audience = Audience.gather(bench, cluster.token(), gateways, Variant.EVERYWHERE, options.size());
        audience.warmUp(entranceHttp(), options.inFlight().get(0), options.warmUp());
        audience.leave();
    }

    private Http entranceHttp() {
        return Http.of(bench.loop(), entrance.port(), CONNECTIONS, cluster.token());
    }

    private void measure(Variant variant) throws IOException, TimeoutException {
        var audience = Audience.gather(bench, cluster.token(), gateways, variant, options.size());
        var http = entranceHttp();
        var mainRate = options.inFlight().get(0);
        if (!variant.isIdle()) {
            bench.progress().now(variant.title() + ", warming up");
            audience.warmUp(http, mainRate, options.phase().dividedBy(3));
        }
        bench.progress().now(variant.title() + ", nothing happens");
        var idle = used(() -> {
            Bench.pause(options.phase());
            return Audience.Written.NOTHING;
        });
        var clock = Result.idle(variant.title(), gateways.size(), idle);
        results.add(clock);
        var rates = variant == Variant.EVERYWHERE ? options.inFlight() : List.of(mainRate);
        for (var rate : variant.isIdle() ? List.<Integer>of() : rates) {
            bench.progress().now(variant.title() + ", " + rate + " writes/s");
            var used = used(() -> audience.write(http, rate, options.phase()));
            results.add(Result.of(variant.title(), gateways.size(), rate, used, clock.gatewayMicros()));
        }
        audience.leave();
    }

    /** Work that is measured. */
    private interface Work {
        Audience.Written run() throws TimeoutException;
    }

    /**
     * What the processes used for some work.
     *
     * @param gateways those to which somebody listens
     */
    record Used(
            Usage gateways,
            double coreMicros,
            double entranceMicros,
            double storeMicros,
            long walBytes,
            Audience.Written written) {}

    private Used used(Work work) throws IOException, TimeoutException {
        var wal = postgres.walBytes();
        var stores = ProcessStat.cpuMicros(cluster.stores());
        var core = Usage.cpuMicros(cluster.core());
        var door = Usage.cpuMicros(entrance);
        var before = Usage.of(gateways);
        var written = work.run();
        return new Used(
                Usage.of(gateways).since(before),
                Usage.cpuMicros(cluster.core()) - core,
                Usage.cpuMicros(entrance) - door,
                ProcessStat.cpuMicros(cluster.stores()) - stores,
                postgres.walBytes() - wal,
                written);
    }

    /** When all sockets have gone: what a process has without them. */
    private List<Memory> memory() throws IOException {
        var memory = new ArrayList<Memory>();
        memory.add(Memory.of("metadata, lock, dispatcher", cluster.core()));
        memory.add(Memory.of("gateway", gateways.get(0)));
        return memory;
    }
}
