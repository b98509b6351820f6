package io.lockstep.metadata;

import io.lockstep.contract.Require;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The place of a document in a sorted listing: what it is sorted by, and its id, which makes the place unique. A page
 * begins after a place, not after a number of documents, so that writes between two pages neither hide nor repeat others.
 *
 * @param values for each key by time the time, for each other key the rank of the value's kind, its number and its text
 */
record SortPlace(List<String> values, String id) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int MAX_DIGITS = 1000;

    SortPlace {
        values = List.copyOf(values);
    }

    /** The opaque text form: without sort values simply the id. */
    String encode() {
        if (values.isEmpty()) {
            return id;
        }
        var parts = new JsonArray(Stream.concat(values.stream(), Stream.of(id)).toList());
        return ENCODER.encodeToString(parts.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** Fails with BAD_REQUEST when the text is no place in this order. */
    static SortPlace parse(String text, List<Listing.SortKey> order) {
        Text.check(text, "after");
        if (order.isEmpty()) {
            return new SortPlace(List.of(), text);
        }
        try {
            var parts = new JsonArray(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                    .stream().map(part -> Text.check((String) part, "after")).toList();
            var place = new SortPlace(parts.subList(0, parts.size() - 1), parts.get(parts.size() - 1));
            if (place.fits(order)) {
                return place;
            }
        } catch (DecodeException | DateTimeException | IllegalArgumentException | ClassCastException malformed) {
            throw malformed();
        }
        throw malformed();
    }

    /** Whether PostgreSQL can read the values as those of this order. */
    private boolean fits(List<Listing.SortKey> order) {
        int next = 0;
        for (var key : order) {
            int width = key.path() == null ? 1 : 3;
            if (next + width > values.size()) {
                return false;
            }
            boolean fits = key.path() == null
                    ? OffsetDateTime.parse(values.get(next)).getYear() <= 9999
                    : values.get(next).matches("[0-5]") && isNumber(values.get(next + 1));
            if (!fits) {
                return false;
            }
            next += width;
        }
        return next == values.size();
    }

    private static boolean isNumber(String text) {
        return text.length() <= MAX_DIGITS && Math.abs((long) new BigDecimal(text).scale()) <= MAX_DIGITS;
    }

    private static RuntimeException malformed() {
        return Require.badRequest("'after' is malformed: use the 'next' of the page before, with the same 'sort'");
    }
}
