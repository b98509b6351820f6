package io.lockstep.deploy.imports;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * How far an import has come, kept beside the file as {@code FILE.import.json} after every batch and removed at the end. A run
 * that was cut off goes on from there; its last batch may be sent twice, under the same names, and takes effect once.
 *
 * <p>What was refused is in {@code FILE.refused.jsonl}, a row a line.
 */
final class ImportState {
    private final Path file;
    private final Path refusedFile;
    private final JsonObject state;

    private ImportState(Path file, Path refusedFile, JsonObject state) {
        this.file = file;
        this.refusedFile = refusedFile;
        this.state = state;
    }

    /** Goes on where the last run ended, if that was of the same file, unchanged, into the same space. */
    static ImportState of(ImportOptions options) throws IOException {
        var file = beside(options.file(), ".import.json");
        var refused = beside(options.file(), ".refused.jsonl");
        var about = new JsonObject()
                .put("space", options.space())
                .put("server", options.server().toString())
                .put("mode", options.mode().json())
                .put("id", options.id())
                .put("bytes", Files.size(options.file()))
                .put("modified", Files.getLastModifiedTime(options.file()).toMillis());
        var fresh = new ImportState(
                file,
                refused,
                new JsonObject()
                        .put("about", about)
                        .put("run", UUID.randomUUID().toString()));
        var earlier = options.isRestart() ? new JsonObject() : read(file);
        if (about.equals(earlier.getValue("about")) && earlier.getValue("run") instanceof String) {
            cut(refused, earlier.getLong("refusedBytes", 0L));
            return new ImportState(file, refused, earlier);
        }
        Files.deleteIfExists(refused);
        return fresh;
    }

    /** Rows that are done, with whatever outcome. */
    long rows() {
        return count("rows");
    }

    long count(String outcome) {
        return state.getLong(outcome, 0L);
    }

    /** The name under which a row is written: a repetition in this import takes effect once. */
    String operation(Row row) {
        return "import-" + state.getString("run") + "-" + row.number();
    }

    void counted(String outcome) {
        state.put(outcome, count(outcome) + 1);
        state.put("rows", rows() + 1);
    }

    /** Counts a row that was refused, and keeps it with the reason. */
    void refused(Row row, String reason) {
        counted("refused");
        var line =
                new JsonObject().put("row", row.number()).put("reason", reason).put("text", row.text());
        try {
            Files.writeString(refusedFile, line.encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Path refusedFile() {
        return refusedFile;
    }

    /** The file is the old state or the new one, never a part of it. */
    void save() throws IOException {
        state.put("refusedBytes", Files.exists(refusedFile) ? Files.size(refusedFile) : 0L);
        var next = beside(file, ".new");
        Files.writeString(next, state.encode());
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /** What was refused after the state was kept will be refused again. */
    private static void cut(Path refused, long bytes) throws IOException {
        if (Files.exists(refused)) {
            try (var channel = FileChannel.open(refused, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
        }
    }

    private static JsonObject read(Path file) throws IOException {
        try {
            return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
        } catch (DecodeException | ClassCastException broken) {
            return new JsonObject();
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
