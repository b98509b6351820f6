package io.lockstep.bench.storm;

import io.lockstep.bench.Http;
import io.lockstep.bench.Loops;
import io.lockstep.bench.Machine;
import io.lockstep.bench.Options;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.Scenario;
import io.lockstep.bench.Stage;
import io.lockstep.bench.Statements;
import io.lockstep.bench.Turns;
import io.lockstep.bench.storm.StormReport.Result;
import io.lockstep.bench.storm.StormReport.Trial;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Scenario 14: very many clients read a document, or the first page of its space, at the moment in which one of them is told
 * of a change; beside a client that runs the server's statement for each of them, in the same run.
 */
public final class Storm14 {
    /** About two minutes in all. */
    private static final Options USUAL =
            new Options(Duration.ZERO, Duration.ofSeconds(8), 5, List.of(500), 10_000, Scenario.json("storm-14"));

    /** Some seconds in all. */
    static final Options SHORTEST =
            new Options(Duration.ZERO, Duration.ZERO, 2, List.of(20), 300, Scenario.json("storm-14"));

    static final int DOCUMENTS = 50;
    private static final int USERS = 100;
    /** As many as the server's pool has. */
    private static final int BARE_CONNECTIONS = 8;

    private static final String SPACE = "bench:storm";
    private static final String DOCUMENT = "document-0";
    private static final String TEXT = "Text that nobody changes. ".repeat(8);

    private final Options options;
    private final Context loop;
    private final PgProbe postgres;
    private final Metadata metadata;
    private final Listener listener;
    private final List<Reader> readers;
    private long changes;

    private Storm14(Options options, Stage stage, PgProbe postgres) throws TimeoutException {
        this.options = options;
        this.postgres = postgres;
        this.loop = Loops.of(stage.clients());
        this.metadata = new Metadata(new Bus(stage.server().vertx()));
        var users = users();
        this.readers = readers(stage, users);
        this.listener = Loops.on(
                        loop, () -> Listener.open(loop, stage.server().httpPort(), stage.token(users.get(0)), SPACE))
                .await(30, TimeUnit.SECONDS);
    }

    public static void main(String[] arguments) throws IOException, TimeoutException {
        Scenario.main(
                arguments, USUAL, SHORTEST, (options, out) -> run(options, out).isSound());
    }

    /** Prints the report and leaves it in the file that the options name. */
    static StormReport run(Options options, PrintStream out) throws IOException, TimeoutException {
        try (var stage = Stage.counting(List.of(SPACE), users())) {
            var postgres = new PgProbe(stage.clients(), stage.postgresUri());
            var machine = Machine.with(postgres.version());
            create(new Metadata(new Bus(stage.server().vertx())));
            var results = new Storm14(options, stage, postgres).measure();
            var report =
                    new StormReport(machine, options.size(), options.inFlight().get(0), options.repetitions(), results);
            out.print(StormText.of(report));
            Scenario.keep(report, options.json());
            return report;
        }
    }

    private static List<String> users() {
        return IntStream.range(0, USERS).mapToObj(number -> "user" + number).toList();
    }

    private static void create(Metadata metadata) throws TimeoutException {
        var writes = IntStream.range(0, DOCUMENTS)
                .mapToObj(number -> WriteDocument.of(
                        Actor.SYSTEM,
                        SPACE,
                        "document-" + number,
                        WriteMode.CREATE,
                        new JsonObject().put("title", "Title 0").put("text", TEXT)))
                .toList();
        var created = metadata.batch(new WriteBatch(writes)).await(60, TimeUnit.SECONDS);
        if (created.results().stream().anyMatch(item -> item.written() == null)) {
            throw new IllegalStateException("documents could not be created");
        }
    }

    /** Pairs, of which the bare one is the first. */
    private List<Reader> readers(Stage stage, List<String> users) {
        var connections =
                Http.of(loop, stage.server().httpPort(), options.inFlight().get(0), stage.token(users.get(0)));
        var http = users.stream().map(user -> connections.as(stage.token(user))).toList();
        var pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(BARE_CONNECTIONS))
                .connectingTo(PgConnectOptions.fromUri(stage.postgresUri()).setCachePreparedStatements(true))
                .using(loop.owner())
                .build();
        var documents = "/api/v1/spaces/" + SPACE + "/documents";
        return List.of(
                new BareReader(
                        "a document",
                        pool,
                        Statements.of("readDocument"),
                        user -> asking(user).addString(DOCUMENT).addString(null),
                        users),
                new HttpReader("a document", documents + "/" + DOCUMENT, http),
                new BareReader(
                        "a page", pool, Statements.page(), user -> asking(user).addLong((long) DOCUMENTS), users),
                new HttpReader("a page", documents + "?limit=" + DOCUMENTS, http));
    }

    private static Tuple asking(String user) {
        return Tuple.tuple().addString(SPACE).addArrayOfString(new String[] {"user:" + user});
    }

    private List<Result> measure() throws TimeoutException {
        for (var reader : readers) {
            var warm = System.nanoTime() + options.warmUp().toNanos() / readers.size();
            do {
                if (storm(reader).sample().failed() > 0) {
                    throw new IllegalStateException(reader.name() + " does not work");
                }
            } while (System.nanoTime() < warm);
        }
        var trials = Turns.take(readers, options.repetitions(), this::storm);
        Loops.on(loop, listener::close).await(10, TimeUnit.SECONDS);
        var results = new ArrayList<Result>();
        for (var pair = 0; pair < readers.size(); pair += 2) {
            var bare = readers.get(pair);
            var http = readers.get(pair + 1);
            results.add(Result.of(bare, of(trials, bare), of(trials, bare)));
            results.add(Result.of(http, of(trials, http), of(trials, bare)));
        }
        return results;
    }

    private static List<Trial> of(Map<Reader, List<Trial>> trials, Reader reader) {
        return trials.getOrDefault(reader, List.of());
    }

    private Trial storm(Reader reader) throws TimeoutException {
        var storm = new Storm(reader, options.size());
        Loops.on(loop, () -> {
                    listener.onChange(storm::begin);
                    return listener.ping();
                })
                .await(10, TimeUnit.SECONDS);
        postgres.countAnew();
        change();
        var sample = storm.done().await(120, TimeUnit.SECONDS);
        return new Trial(sample, postgres.statements());
    }

    private void change() throws TimeoutException {
        changes++;
        var fields = new JsonObject().put("title", "Title " + changes);
        var written = metadata.write(WriteDocument.of(Actor.SYSTEM, SPACE, DOCUMENT, WriteMode.MERGE, fields))
                .await(10, TimeUnit.SECONDS);
        if (!written.changed()) {
            throw new IllegalStateException("the document was like that");
        }
    }
}
