package io.lockstep.metadata;

import io.lockstep.contract.metadata.Document;
import io.lockstep.metadata.Listing.SortKey;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listing of documents in memory: the model of what {@link ListingSql} asks PostgreSQL. */
final class MemoryListing {
    private MemoryListing() {}

    static List<Listing.Item> items(Listing listing, Collection<StoredDocument> documents, int limit) {
        var selector = listing.selector();
        var ids = listing.ids();
        var since = listing.updatedSince();
        var order = order(listing.order());
        return documents.stream()
                .filter(document -> !document.deleted())
                .filter(document -> ids == null || ids.contains(document.key().document()))
                .filter(document -> since == null || !document.updatedAt().isBefore(since))
                .filter(document ->
                        selector == null || selector.matches(document.fields().toJson()))
                .map(StoredDocument::toDocument)
                .map(document -> new Listing.Item(
                        listing.withoutFields() ? withoutFields(document) : document, place(listing.order(), document)))
                .sorted(Comparator.comparing(Listing.Item::place, order))
                .filter(item -> listing.after().isEmpty()
                        || order.compare(item.place(), listing.after().get()) > 0)
                .limit(limit)
                .toList();
    }

    private static SortPlace place(List<SortKey> order, Document document) {
        return new SortPlace(
                order.stream().flatMap(key -> values(key, document)).toList(), document.document());
    }

    private static Stream<String> values(SortKey key, Document document) {
        var path = key.path();
        if (path == null) {
            return Stream.of(document.updatedAt().toString());
        }
        var value = path.of(document.fields());
        var rank = path.isIn(document.fields()) ? rank(value) : 0;
        var number =
                value instanceof Boolean flag ? (flag ? "1" : "0") : value instanceof Number ? value.toString() : "0";
        return Stream.of(String.valueOf(rank), number, value instanceof String text ? text : "");
    }

    private static int rank(@Nullable Object value) {
        if (value == null) {
            return 1;
        }
        if (value instanceof Boolean) {
            return 2;
        }
        return value instanceof Number ? 3 : value instanceof String ? 4 : 5;
    }

    private static Comparator<SortPlace> order(List<SortKey> keys) {
        Comparator<SortPlace> order = Comparator.comparing(place -> 0);
        int column = 0;
        for (var key : keys) {
            int first = column;
            Comparator<SortPlace> next = key.path() == null
                    ? Comparator.comparing(place -> Instant.parse(place.values().get(first)))
                    : Comparator.<SortPlace, String>comparing(
                                    place -> place.values().get(first))
                            .thenComparing(
                                    place -> new BigDecimal(place.values().get(first + 1)))
                            .thenComparing(place -> bytes(place.values().get(first + 2)), Arrays::compareUnsigned);
            order = order.thenComparing(key.descending() ? next.reversed() : next);
            column += key.path() == null ? 1 : 3;
        }
        return order.thenComparing(place -> bytes(place.id()), Arrays::compareUnsigned);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Document withoutFields(Document document) {
        return new Document(
                document.space(),
                document.document(),
                document.revision(),
                document.etag(),
                new JsonObject(Map.of()),
                document.readonly(),
                document.updatedAt(),
                document.updatedBy());
    }
}
