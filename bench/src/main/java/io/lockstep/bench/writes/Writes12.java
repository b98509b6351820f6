package io.lockstep.bench.writes;

import io.lockstep.bench.Http;
import io.lockstep.bench.Load;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.Stage;
import io.lockstep.bench.Turns;
import io.lockstep.bench.writes.WritesReport.Result;
import io.lockstep.bench.writes.WritesReport.Setting;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scenario 12: durable writes per second through the bus and through HTTP, beside a client that runs the server's statements
 * in a transaction for each write, at the same concurrency, on the same documents, in the same run.
 */
public final class Writes12 {
    /** About two minutes in all. */
    private static final Options USUAL = new Options(
            Duration.ofSeconds(1), Duration.ofSeconds(8), 5, List.of(64, 256, 1), 64, Scenario.json("writes-12"));

    /** Some seconds in all. */
    static final Options SHORTEST = new Options(
            Duration.ofMillis(200), Duration.ofMillis(200), 2, List.of(8, 1), 4, Scenario.json("writes-12"));

    private static final String ONE_SPACE = "bench:one";
    private static final String TEXT = "Text that nobody changes. ".repeat(8);
    private static final int MAX_BATCH = 500;

    private final Options options;
    private final PgProbe postgres;
    private final List<WriteDriver> drivers;

    private Writes12(Options options, PgProbe postgres, List<WriteDriver> drivers) {
        this.options = options;
        this.postgres = postgres;
        this.drivers = List.copyOf(drivers);
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments, USUAL, SHORTEST, (options, out) -> run(options, out).isSound());
    }

    /** Prints the report and leaves it in the file that the options name. */
    static WritesReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        var many = IntStream.range(0, options.size())
                .mapToObj(number -> "bench:" + number)
                .toList();
        var workers = Collections.max(options.inFlight());
        var slots = Slot.forWorkers(workers, many);
        var slotsOfOne = Slot.forWorkers(workers, List.of(ONE_SPACE));
        var all = Stream.concat(slots.stream(), slotsOfOne.stream()).toList();
        var spaces = Stream.concat(many.stream(), Stream.of(ONE_SPACE)).toList();
        try (var stage = Stage.start(spaces, List.of(Stage.USER))) {
            create(stage, all);
            var postgres = new PgProbe(stage.clients(), stage.postgresUri());
            var machine = Machine.with(postgres.version());
            var scenario = new Writes12(options, postgres, drivers(stage, workers));
            var results = scenario.measure(settings(options.inFlight(), slots, slotsOfOne));
            var report = new WritesReport(
                    machine, durability(postgres), options.repetitions(), results, Proof.of(all, postgres));
            out.print(WritesText.of(report));
            Scenario.keep(report, options.json());
            return report;
        }
    }

    private static void create(Stage stage, List<Slot> slots) throws TimeoutException {
        var metadata = new Metadata(new Bus(stage.server().vertx()));
        for (var from = 0; from < slots.size(); from += MAX_BATCH) {
            var writes = slots.subList(from, Math.min(from + MAX_BATCH, slots.size())).stream()
                    .map(slot -> WriteDocument.of(
                            Actor.SYSTEM,
                            slot.space(),
                            slot.document(),
                            WriteMode.CREATE,
                            new JsonObject()
                                    .put(Slot.FIELD, slot.title())
                                    .put("status", "open")
                                    .put("text", TEXT)))
                    .toList();
            var created = metadata.batch(new WriteBatch(writes, true)).await(60, TimeUnit.SECONDS);
            if (created.results().stream().anyMatch(item -> item.written() == null)) {
                throw new IllegalStateException("documents could not be created");
            }
        }
    }

    private static List<WriteDriver> drivers(Stage stage, int connections) throws TimeoutException {
        var outside = Loops.of(stage.clients());
        var http = Http.of(outside, stage.server().httpPort(), connections, stage.token(Stage.USER));
        return List.of(
                new BareWriter(Loops.of(stage.clients()), stage.postgresUri()),
                new BusWriter(Loops.of(stage.server().vertx())),
                new HttpWriter(outside, http));
    }

    /** Only what comes first is also measured on one space. */
    private static List<Setting> settings(List<Integer> inFlight, List<Slot> slots, List<Slot> slotsOfOne) {
        var spaces = slots.stream().map(Slot::space).distinct().count();
        var settings = new ArrayList<Setting>();
        for (int number : inFlight) {
            settings.add(new Setting(Math.min(number, spaces) + " spaces", slots.subList(0, number)));
        }
        settings.add(new Setting("one space", slotsOfOne.subList(0, inFlight.get(0))));
        return settings;
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

    private void warmUp(WriteDriver driver, Setting setting) throws TimeoutException {
        var warmed = Load.run(driver, setting.slots(), options.warmUp()).await(5, TimeUnit.MINUTES);
        if (warmed.failed() > 0) {
            throw new IllegalStateException(driver.name() + " does not work");
        }
    }

    private List<Result> measure(Setting setting) throws TimeoutException {
        var trials = Turns.take(
                drivers, options.repetitions(), driver -> Trial.of(driver, setting.slots(), options.phase(), postgres));
        var bare = trials.getOrDefault(drivers.get(0), List.of());
        return drivers.stream()
                .map(driver -> Result.of(setting, driver.name(), trials.getOrDefault(driver, List.of()), bare))
                .toList();
    }

    private static Map<String, String> durability(PgProbe postgres) throws TimeoutException {
        return Map.of(
                "fsync", postgres.setting("fsync"),
                "synchronous_commit", postgres.setting("synchronous_commit"),
                "full_page_writes", postgres.setting("full_page_writes"),
                "wal_sync_method", postgres.setting("wal_sync_method"));
    }
}
