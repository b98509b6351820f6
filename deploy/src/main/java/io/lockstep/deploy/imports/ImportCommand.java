package io.lockstep.deploy.imports;

import io.lockstep.deploy.cli.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The way of a file into a space: rows are read, written in quiet batches, counted, and at the end whoever looks at the space is
 * told once. A bad row is set aside with the reason and holds up nobody.
 *
 * <p>Exit codes: 0 all rows are in, 2 some were refused, 1 it could not begin or go on, and can be resumed.
 */
public final class ImportCommand {
    public static final Command COMMAND = new Command(
            "import",
            "brings a file of rows into a space of a running server",
            ImportOptions.USAGE,
            (arguments, terminal) -> run(arguments, terminal.environment(), terminal.out(), terminal.errors()));

    private static final int BATCH_ROWS = 500;
    private static final int BATCH_LENGTH = 1 << 20;
    private static final int ALL_IN = 0;
    private static final int STOPPED = 1;
    private static final int SOME_REFUSED = 2;

    private final ImportOptions options;
    private final ImportServer server;
    private final PrintStream out;

    private ImportCommand(ImportOptions options, PrintStream out) {
        this.options = options;
        this.server = new ImportServer(options);
        this.out = out;
    }

    /** Runs to the end and gives the exit code. */
    public static int run(
            List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors) {
        try {
            return new ImportCommand(ImportOptions.of(arguments, environment), out).run();
        } catch (ImportFailure failure) {
            errors.println("lockstep import: " + failure.sentence());
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            errors.println("lockstep import: a file could not be read or written: " + unreadable.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            errors.println("lockstep import: interrupted; run it again to go on");
        }
        return STOPPED;
    }

    private int run() throws IOException, InterruptedException {
        var space = server.space();
        var state = ImportState.of(options);
        if (state.rows() > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "Goes on after row %,d, where the last run ended (--restart begins anew)",
                    state.rows()));
        }
        try (var rows = Rows.of(options, new FieldTypes(space.getJsonArray("fields", new JsonArray())))) {
            var bar = new ProgressBar(out, isTerminal(), System::nanoTime, Files.size(options.file()), state.rows());
            skip(rows, state.rows());
            while (rows.hasNext()) {
                write(batch(rows), state);
                state.save();
                bar.show(rows.bytesRead(), state.rows(), state.count("refused"));
            }
            server.flush();
            state.forget();
            bar.end();
            return report(state, bar.seconds());
        }
    }

    /** Since Java 22 there may be a console without a terminal, which can tell. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }

    private static void skip(Rows rows, long count) {
        for (long row = 0; row < count && rows.hasNext(); row++) {
            var unused = rows.next();
        }
    }

    private static List<Row> batch(Rows rows) {
        var batch = new ArrayList<Row>();
        int length = 0;
        while (rows.hasNext() && batch.size() < BATCH_ROWS && length < BATCH_LENGTH) {
            var row = rows.next();
            length += row.text().length();
            batch.add(row);
        }
        return batch;
    }

    private void write(List<Row> batch, ImportState state) throws InterruptedException {
        var writes = new JsonArray();
        batch.forEach(row -> {
            if (row instanceof Row.Good good) {
                writes.add(write(good, state));
            }
        });
        var answers = writes.isEmpty() ? new JsonArray() : server.write(writes);
        int answer = 0;
        for (var row : batch) {
            if (row instanceof Row.Bad bad) {
                state.refused(bad, bad.reason());
            } else {
                count(row, answers.getJsonObject(answer++), state);
            }
        }
    }

    private JsonObject write(Row.Good row, ImportState state) {
        var write = new JsonObject()
                .put("mode", row.document() == null ? "create" : options.mode().json())
                .put("fields", row.fields())
                .put("operation", state.operation(row));
        return row.document() == null ? write : write.put("document", row.document());
    }

    private static void count(Row row, JsonObject answer, ImportState state) {
        var written = answer.getJsonObject("written");
        if (written == null) {
            state.refused(row, answer.getJsonObject("failure").getString("message"));
        } else {
            state.counted(written.getBoolean("changed") ? written.getString("verb") : "unchanged");
        }
    }

    private int report(ImportState state, double seconds) {
        out.println(String.format(
                Locale.ROOT,
                "Imported %,d rows into %s in %.1f s: %,d created, %,d changed, %,d unchanged, %,d refused",
                state.rows(),
                options.space(),
                seconds,
                state.count("created"),
                state.count("updated"),
                state.count("unchanged"),
                state.count("refused")));
        if (state.count("refused") == 0) {
            return ALL_IN;
        }
        out.println("What was refused, and why: " + state.refusedFile());
        return SOME_REFUSED;
    }
}
