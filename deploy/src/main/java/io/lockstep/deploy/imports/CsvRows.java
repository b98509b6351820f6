package io.lockstep.deploy.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * Comma-separated values (RFC 4180) in UTF-8, with the names of the fields in the first line. Each value becomes what its
 * field's definition says; an empty one leaves its field as it is.
 */
final class CsvRows extends Rows {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final MappingIterator<String[]> lines;
    private final List<String> columns;
    private final int idColumn;
    private final FieldTypes types;
    private long number;

    CsvRows(CountingStream stream, String id, FieldTypes types) throws IOException {
        super(stream);
        this.types = types;
        this.lines = new CsvMapper()
                .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readerFor(String[].class)
                .readValues(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.columns = header();
        this.idColumn = columns.indexOf(id);
    }

    private List<String> header() {
        if (!lines.hasNext()) {
            throw new ImportFailure("the file is empty: its first line must name the columns");
        }
        var names = lines.next();
        names[0] = names[0].startsWith(BYTE_ORDER_MARK) ? names[0].substring(1) : names[0];
        var columns = Arrays.stream(names).map(String::trim).toList();
        if (columns.contains("") || new HashSet<>(columns).size() < columns.size()) {
            throw new ImportFailure("the first line must name each column once, but is " + columns);
        }
        return columns;
    }

    @Override
    public boolean hasNext() {
        try {
            return lines.hasNext();
        } catch (RuntimeJsonMappingException unreadable) {
            throw torn(unreadable);
        }
    }

    @Override
    public Row next() {
        number++;
        try {
            return row(lines.next());
        } catch (RuntimeJsonMappingException unreadable) {
            throw torn(unreadable);
        }
    }

    /** After this nobody knows where the next row begins. */
    private ImportFailure torn(RuntimeJsonMappingException unreadable) {
        var cause = unreadable.getCause() instanceof JsonProcessingException known
                ? known.getOriginalMessage()
                : unreadable.getMessage();
        return new ImportFailure("after row " + number + " the file is no CSV any more: " + cause);
    }

    private Row row(String[] values) {
        var text = String.join(",", values);
        if (values.length != columns.size()) {
            return new Row.Bad(
                    number, text, "the row has " + values.length + " values, the first line " + columns.size());
        }
        var fields = new JsonObject();
        for (int column = 0; column < values.length; column++) {
            if (column != idColumn && !values[column].isEmpty()) {
                try {
                    fields.put(columns.get(column), types.value(columns.get(column), values[column]));
                } catch (IllegalArgumentException unfit) {
                    return new Row.Bad(number, text, String.valueOf(unfit.getMessage()));
                }
            }
        }
        var id = idColumn < 0 || values[idColumn].isEmpty() ? null : values[idColumn];
        return new Row.Good(number, text, id, fields);
    }
}
