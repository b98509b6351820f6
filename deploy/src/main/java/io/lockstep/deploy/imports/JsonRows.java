package io.lockstep.deploy.imports;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: {@code {"document":"7","fields":{…}}}, or flat with the id among the fields. Empty lines are
 * skipped.
 */
final class JsonRows extends Rows {
    private static final Set<String> NESTED = Set.of("document", "fields");

    private final BufferedReader lines;
    private final String id;
    private long number;
    private @Nullable String next;

    JsonRows(CountingStream stream, String id) {
        super(stream);
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.id = id;
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                var line = lines.readLine();
                if (line == null) {
                    return false;
                }
                next = line.isBlank() ? null : line;
            }
            return true;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public Row next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var line = next;
        next = null;
        number++;
        try {
            return row(line, new JsonObject(line));
        } catch (DecodeException | ClassCastException noObject) {
            return new Row.Bad(number, line, "the line is no JSON object");
        }
    }

    private Row row(String line, JsonObject json) {
        boolean isNested = json.getValue("fields") instanceof JsonObject && NESTED.containsAll(json.fieldNames());
        var document = json.getValue(isNested ? "document" : id);
        var fields = isNested ? json.getJsonObject("fields") : json.copy();
        if (!isNested) {
            fields.remove(id);
        }
        return document == null || document instanceof String || document instanceof Number
                ? new Row.Good(number, line, document == null ? null : document.toString(), fields)
                : new Row.Bad(number, line, "'" + id + "' must be a text or a number");
    }
}
