package io.lockstep.bench.notes;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.bench.Http;
import io.lockstep.bench.Http.Answer;
import io.lockstep.bench.Latency;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.Stage;
import io.lockstep.bench.notes.NotesReport.Plan;
import io.lockstep.bench.notes.NotesReport.Result;
import io.lockstep.bench.notes.Sync.Before;
import io.lockstep.bench.notes.Sync.Request;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Scenario 13: how long a Notes client waits when it synchronises: for the first time, when nothing changed, and when one
 * note did; beside the server's statements alone, in the same run.
 */
public final class Notes13 {
    /** About two minutes in all. */
    private static final Options USUAL =
            new Options(Duration.ZERO, Duration.ofSeconds(4), 10, List.of(1), 10_000, Scenario.json("notes-13"));

    /** Some seconds in all. */
    static final Options SHORTEST =
            new Options(Duration.ZERO, Duration.ofMillis(100), 1, List.of(1), 300, Scenario.json("notes-13"));

    private static final String SPACE = "notes:" + Stage.USER;
    private static final String CONTENT = "A line of a note, and they are all the same. ".repeat(22);
    private static final int CHUNK = 200;
    private static final int MAX_BATCH = 500;
    private static final int SHORT_REQUESTS = 20;
    private static final int MAX_FIRST_SYNCS = 50;

    private final Options options;
    private final PgProbe postgres;
    private final Metadata metadata;
    private final NotesClient client;
    private final BareSync bare;
    private final Context loop;
    private long changes;

    private Notes13(Options options, Stage stage, PgProbe postgres) throws TimeoutException {
        this.options = options;
        this.postgres = postgres;
        this.metadata = new Metadata(new Bus(stage.server().vertx()));
        this.loop = Loops.of(stage.clients());
        this.client = new NotesClient(Http.of(loop, stage.server().httpPort(), 1, stage.token(Stage.USER)));
        this.bare = new BareSync(loop, stage.postgresUri(), SPACE);
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments,
                USUAL,
                SHORTEST,
                (options, out) -> run(options, out).plan().isIndexOnly());
    }

    /** Prints the report and leaves it in the file that the options name. */
    static NotesReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        try (var stage = Stage.counting(List.of(SPACE), List.of(Stage.USER))) {
            var postgres = new PgProbe(stage.clients(), stage.postgresUri());
            var machine = Machine.with(postgres.version());
            var scenario = new Notes13(options, stage, postgres);
            scenario.importNotes();
            scenario.settle();
            var plan = scenario.plan();
            var report = new NotesReport(machine, options.size(), scenario.measure(), plan);
            out.print(NotesText.of(report));
            Scenario.keep(report, options.json());
            return report;
        }
    }

    private void importNotes() throws TimeoutException {
        for (var from = 1; from <= options.size(); from += MAX_BATCH) {
            var writes = IntStream.range(from, Math.min(from + MAX_BATCH, options.size() + 1))
                    .mapToObj(Notes13::note)
                    .toList();
            var imported = metadata.batch(new WriteBatch(writes, null, true)).await(60, TimeUnit.SECONDS);
            if (imported.results().stream().anyMatch(item -> item.written() == null)) {
                throw new IllegalStateException("notes could not be imported");
            }
        }
        postgres.command("vacuum (analyze)");
    }

    private static WriteDocument note(int id) {
        var fields = new JsonObject()
                .put("title", "Note " + id)
                .put("category", "Folder " + id % 20)
                .put("favorite", id % 50 == 0)
                .put("modified", 1_700_000_000L + id)
                .put("content", CONTENT + id);
        return WriteDocument.of(Actor.SYSTEM, SPACE, String.valueOf(id), WriteMode.CREATE, fields);
    }

    /** Until the client has a time after the second of the last import, so that nothing is given to it twice. */
    private void settle() throws TimeoutException {
        for (var attempt = 0; attempt < MAX_FIRST_SYNCS; attempt++) {
            var all = Loops.on(loop, client::first).await(60, TimeUnit.SECONDS);
            var pruned = Loops.on(loop, client::pruned).await(60, TimeUnit.SECONDS);
            if (NotesClient.full(all) != options.size()) {
                throw new IllegalStateException("the first list is not whole: " + NotesClient.full(all));
            }
            if (NotesClient.full(pruned) == 0) {
                return;
            }
        }
        throw new IllegalStateException("the time of the space stays in the second of its last change");
    }

    private Plan plan() throws TimeoutException {
        var lines = new ArrayList<String>();
        postgres.query("explain (analyze, buffers) " + BareSync.SQL, bare.parameters(client.pruneBefore(), null, null))
                .forEach(row -> lines.add(row.getString(0)));
        return new Plan(lines);
    }

    private List<Result> measure() throws TimeoutException {
        var few = options.repetitions();
        var many = SHORT_REQUESTS * options.repetitions();
        var all = options.size();
        var results = new ArrayList<Result>();
        results.addAll(measure("first sync", few, () -> documents(Instant.EPOCH, all), () -> bytes(client.first())));
        results.addAll(measure(
                "first sync, whole, in chunks of " + CHUNK,
                few,
                () -> bare.inChunks(CHUNK).compose(read -> expect(read, all)),
                () -> client.inChunks(CHUNK)));
        results.addAll(measure(
                "nothing changed, pruneBefore",
                many,
                () -> documents(client.pruneBefore(), 0),
                () -> bytes(client.pruned())));
        results.addAll(measure(
                "nothing changed, pruneBefore and etag",
                many,
                () -> bare.head().compose(rows -> expect(rows.size(), 1)),
                () -> bytes(client.unchanged())));
        results.addAll(measure(
                "one changed, pruneBefore and etag",
                many,
                () -> documents(client.pruneBefore(), 1),
                () -> bytes(client.changed()),
                this::change));
        return results;
    }

    private List<Result> measure(String state, int requests, Request bareRequest, Request request)
            throws TimeoutException {
        return measure(state, requests, bareRequest, request, () -> {});
    }

    private List<Result> measure(String state, int requests, Request bareRequest, Request request, Before before)
            throws TimeoutException {
        return List.of(
                measure(new Sync(state, "bare", before, bareRequest), requests),
                measure(new Sync(state, "http", before, request), requests));
    }

    private Result measure(Sync sync, int requests) throws TimeoutException {
        var warm = System.nanoTime() + options.warmUp().toNanos();
        do {
            sync.before().make();
            timed(sync, new Histogram(3));
        } while (System.nanoTime() < warm);
        var nanos = new Histogram(3);
        var bytes = 0L;
        postgres.countAnew();
        for (var request = 0; request < requests; request++) {
            sync.before().make();
            bytes += timed(sync, nanos);
        }
        var statements = postgres.statements().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, count -> (double) count.getValue() / requests));
        return new Result(
                sync.state(), sync.driver(), Latency.of(nanos), requests, (double) bytes / requests, statements);
    }

    @CanIgnoreReturnValue
    private long timed(Sync sync, Histogram nanos) throws TimeoutException {
        return Loops.on(loop, () -> {
                    var begin = System.nanoTime();
                    return sync.request().send().onSuccess(answered -> nanos.recordValue(System.nanoTime() - begin));
                })
                .await(60, TimeUnit.SECONDS);
    }

    /** Always the same note, so that the client is given one, whatever its time. */
    private void change() throws TimeoutException {
        changes++;
        var fields = new JsonObject().put("content", CONTENT + "changed " + changes);
        var written = metadata.write(WriteDocument.of(Actor.SYSTEM, SPACE, "1", WriteMode.MERGE, fields))
                .await(60, TimeUnit.SECONDS);
        if (!written.changed()) {
            throw new IllegalStateException("the note was like that");
        }
    }

    /** The first row is the head. */
    private Future<Long> documents(Instant since, int expected) {
        return bare.since(since).compose(rows -> expect(rows.size() - 1, expected));
    }

    private static Future<Long> expect(long found, long expected) {
        return found == expected
                ? Future.succeededFuture(0L)
                : Future.failedFuture("there should be " + expected + " and are " + found);
    }

    private static Future<Long> bytes(Future<Answer> answer) {
        return answer.map(come -> (long) come.body().length());
    }
}
