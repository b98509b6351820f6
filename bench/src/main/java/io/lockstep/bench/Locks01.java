package io.lockstep.bench;

import io.lockstep.bench.LocksReport.Machine;
import io.lockstep.bench.LocksReport.Result;
import io.lockstep.bench.LocksReport.Setting;
import io.lockstep.contract.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Scenario 01, the baseline of locks: pairs of acquire and release through the bus and through HTTP, beside the scripts
 * alone, at the same concurrency, on the same cells, in the same run.
 *
 * <p>The drivers take turns in ABBA order, so that what drifts while it runs (the compiler, the neighbours) weighs on all of
 * them; each repetition gives a ratio of its own.
 */
public final class Locks01 {
    private static final Path JSON = Path.of("bench", "target", "locks-01.json");
    private static final int WITNESSED_PAIRS = 100;

    private final Options options;
    private final RedisProbe redis;
    private final List<Driver> drivers;

    private Locks01(Options options, RedisProbe redis, List<Driver> drivers) {
        this.options = options;
        this.redis = redis;
        this.drivers = List.copyOf(drivers);
    }

    /** Ends with 1 when a pair failed, with 2 for an option that does not exist. */
    public static void main(String[] arguments) throws IOException, TimeoutException {
        try {
            var report = run(Options.parse(arguments, JSON), System.out);
            System.exit(report.results().stream().allMatch(result -> result.failed() == 0) ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "\nusage: " + Options.USAGE);
            System.exit(2);
        }
    }

    /** Prints the report and leaves it in the file that the options name. */
    static LocksReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        try (var stage = Stage.start()) {
            var redis = new RedisProbe(stage.clients(), stage.redisUri());
            var settings = settings(options.inFlight());
            var drivers = new ArrayList<Driver>();
            var witnesses = new ArrayList<Witness>();
            try (var monitor = Monitor.open(redis, stage.redisUri())) {
                drivers.addAll(drivers(stage, monitor, settings));
                for (var driver : drivers) {
                    witnesses.add(Witness.watch(
                            driver, monitor, settings.get(0).cells().get(0), WITNESSED_PAIRS));
                }
            }
            var results = new Locks01(options, redis, drivers).measure(settings);
            var report = new LocksReport(Machine.with(redis.version()), options.repetitions(), results, witnesses);
            out.print(LocksText.of(report));
            write(report, options.json());
            return report;
        }
    }

    /** Only what comes first is also measured on several spaces. */
    private static List<Setting> settings(List<Integer> inFlight) {
        var settings = new ArrayList<Setting>();
        for (int number : inFlight) {
            settings.add(new Setting("one space", Cell.forWorkers(number, Stage.ONE_SPACE)));
            if (settings.size() == 1) {
                settings.add(new Setting("eight spaces", Cell.forWorkers(number, Stage.EIGHT_SPACES)));
            }
        }
        return settings;
    }

    private static List<Driver> drivers(Stage stage, Monitor monitor, List<Setting> settings)
            throws IOException, TimeoutException {
        var bus = new BusDriver(Loops.of(stage.server().vertx()));
        var cells = settings.stream()
                .flatMap(setting -> setting.cells().stream())
                .distinct()
                .toList();
        var tape = Tape.record(bus, monitor, cells);
        return List.of(
                RawDriver.connect(Loops.of(stage.clients()), stage.redisUri(), tape),
                bus,
                HttpDriver.connect(Loops.of(stage.clients()), stage.server().httpPort(), cells.size()));
    }

    private List<Result> measure(List<Setting> settings) throws TimeoutException {
        for (var driver : drivers) {
            Load.run(driver, settings.get(0).cells(), options.warmUp()).await(5, TimeUnit.MINUTES);
        }
        var results = new ArrayList<Result>();
        for (var setting : settings) {
            results.addAll(measure(setting));
        }
        return results;
    }

    private List<Result> measure(Setting setting) throws TimeoutException {
        var trials = new HashMap<Driver, List<Trial>>();
        for (var repetition = 0; repetition < options.repetitions(); repetition++) {
            var turns = new ArrayList<>(drivers);
            if (repetition % 2 == 1) {
                Collections.reverse(turns);
            }
            for (var driver : turns) {
                trials.computeIfAbsent(driver, first -> new ArrayList<>())
                        .add(Trial.of(driver, setting.cells(), options.phase(), redis));
            }
        }
        return drivers.stream()
                .map(driver -> Result.of(setting, driver.name(), of(trials, driver), of(trials, drivers.get(0))))
                .toList();
    }

    private static List<Trial> of(Map<Driver, List<Trial>> trials, Driver driver) {
        return trials.getOrDefault(driver, List.of());
    }

    private static void write(LocksReport report, Path json) throws IOException {
        Files.createDirectories(json.toAbsolutePath().getParent());
        Files.writeString(json, Json.toJson(report).encodePrettily());
    }
}
