package io.lockstep.bench.locks;

import io.lockstep.bench.Http;
import io.lockstep.bench.Load;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.Stage;
import io.lockstep.bench.Turns;
import io.lockstep.bench.locks.LocksReport.Result;
import io.lockstep.bench.locks.LocksReport.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scenario 11, the baseline of locks: pairs of acquire and release through the bus and through HTTP, beside the scripts
 * alone, at the same concurrency, on the same cells, in the same run.
 */
public final class Locks11 {
    /** About a minute in all. */
    private static final Options USUAL = new Options(
            Duration.ofMillis(500), Duration.ofSeconds(8), 5, List.of(64, 1, 256), 8, Scenario.json("locks-11"));

    /** Some seconds in all. */
    static final Options SHORTEST =
            new Options(Duration.ofMillis(200), Duration.ofMillis(200), 2, List.of(8, 1), 8, Scenario.json("locks-11"));

    private static final List<String> ONE_SPACE = List.of("bench:one");
    private static final int WITNESSED_PAIRS = 100;

    private final Options options;
    private final RedisProbe redis;
    private final List<LockDriver> drivers;

    private Locks11(Options options, RedisProbe redis, List<LockDriver> drivers) {
        this.options = options;
        this.redis = redis;
        this.drivers = List.copyOf(drivers);
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments,
                USUAL,
                SHORTEST,
                (options, out) -> run(options, out).results().stream().allMatch(result -> result.failed() == 0));
    }

    /** Prints the report and leaves it in the file that the options name. */
    static LocksReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        var several = IntStream.range(0, options.size())
                .mapToObj(number -> "bench:" + number)
                .toList();
        var spaces = Stream.concat(ONE_SPACE.stream(), several.stream()).toList();
        try (var stage = Stage.start(spaces, List.of(Stage.USER))) {
            var redis = new RedisProbe(stage.clients(), stage.redisUri());
            var settings = settings(options.inFlight(), several);
            var drivers = new ArrayList<LockDriver>();
            var witnesses = new ArrayList<Witness>();
            try (var monitor = Monitor.open(redis, stage.redisUri())) {
                drivers.addAll(drivers(stage, monitor, settings));
                for (var driver : drivers) {
                    witnesses.add(Witness.watch(
                            driver, monitor, settings.get(0).cells().get(0), WITNESSED_PAIRS));
                }
            }
            var results = new Locks11(options, redis, drivers).measure(settings);
            var report = new LocksReport(
                    Machine.with("Redis " + redis.version()), options.repetitions(), results, witnesses);
            out.print(LocksText.of(report));
            Scenario.keep(report, options.json());
            return report;
        }
    }

    /** Only what comes first is also measured on several spaces. */
    private static List<Setting> settings(List<Integer> inFlight, List<String> several) {
        var settings = new ArrayList<Setting>();
        for (int number : inFlight) {
            settings.add(new Setting("one space", Cell.forWorkers(number, ONE_SPACE)));
            if (settings.size() == 1) {
                settings.add(new Setting(several.size() + " spaces", Cell.forWorkers(number, several)));
            }
        }
        return settings;
    }

    private static List<LockDriver> drivers(Stage stage, Monitor monitor, List<Setting> settings)
            throws IOException, TimeoutException {
        var bus = new BusDriver(Loops.of(stage.server().vertx()));
        var cells = settings.stream()
                .flatMap(setting -> setting.cells().stream())
                .distinct()
                .toList();
        var tape = Tape.record(bus, monitor, cells);
        return List.of(
                RawDriver.connect(Loops.of(stage.clients()), stage.redisUri(), tape), bus, http(stage, cells.size()));
    }

    private static HttpDriver http(Stage stage, int connections) throws TimeoutException {
        var loop = Loops.of(stage.clients());
        return new HttpDriver(loop, Http.of(loop, stage.server().httpPort(), connections, stage.token(Stage.USER)));
    }

    private List<Result> measure(List<Setting> settings) throws TimeoutException {
        for (var driver : drivers) {
            warmUp(driver, settings.get(0));
        }
        var results = new ArrayList<Result>();
        for (var setting : settings) {
            results.addAll(measure(setting));
        }
        return results;
    }

    private void warmUp(LockDriver driver, Setting setting) throws TimeoutException {
        var warmed = Load.run(driver, setting.cells(), options.warmUp()).await(5, TimeUnit.MINUTES);
        if (warmed.failed() > 0) {
            throw new IllegalStateException(driver.name() + " does not work");
        }
    }

    private List<Result> measure(Setting setting) throws TimeoutException {
        var trials = Turns.take(
                drivers, options.repetitions(), driver -> Trial.of(driver, setting.cells(), options.phase(), redis));
        var raw = trials.getOrDefault(drivers.get(0), List.of());
        return drivers.stream()
                .map(driver -> Result.of(setting, driver.name(), trials.getOrDefault(driver, List.of()), raw))
                .toList();
    }
}
