package io.lockstep.gateway.wire.notes;

import io.lockstep.contract.metadata.Document;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A note, which is a document whose id is a number. What it lacks, because somebody else wrote it, has a default that
 * depends on nothing else: the etag tells every state apart that a client can see.
 *
 * @param modified seconds since 1970
 * @param category folders joined by {@code /}; empty for none
 * @param etag of the document
 */
record Note(
        long id,
        String title,
        long modified,
        String category,
        boolean favorite,
        boolean readonly,
        String content,
        String etag) {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    static Note of(Document document) {
        return of(Long.parseLong(document.document()), document.fields(), document.readonly(), document.etag());
    }

    static Note of(long id, JsonObject fields, boolean readonly, String etag) {
        return new Note(
                id,
                text(fields, "title", NoteText.NO_TITLE),
                number(fields.getValue("modified")),
                text(fields, "category", ""),
                isTrue(fields.getValue("favorite")),
                readonly,
                text(fields, "content", ""),
                etag);
    }

    /** The id that a path names; empty when it is no number. */
    static Optional<Long> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** As the original casts: numbers may be text, and a text that is none is 0. */
    static long number(@Nullable Object value) {
        try {
            return value == null ? 0 : new BigDecimal(value.toString().strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException none) {
            return 0;
        }
    }

    /** As the original casts: {@code "false"}, {@code "0"} and {@code ""} are false. */
    static boolean isTrue(@Nullable Object value) {
        var text = Objects.toString(value, "").strip();
        return !text.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false");
    }

    private static String text(JsonObject fields, String name, String missing) {
        var value = fields.getValue(name);
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : missing;
    }
}
