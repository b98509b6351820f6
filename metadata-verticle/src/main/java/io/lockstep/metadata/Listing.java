package io.lockstep.metadata;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.selector.Path;
import io.lockstep.contract.selector.Selector;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which documents are asked for, in which order: a {@link ListDocuments} that has been checked, but for who asks.
 *
 * @param after the place of the last document before the page; empty for the first page
 * @param ifHead no documents are asked for while this is the head of the space's feed; null to ask in any case
 */
record Listing(
        String space,
        Optional<SortPlace> after,
        int limit,
        @Nullable List<String> ids,
        @Nullable Instant updatedSince,
        @Nullable Selector selector,
        List<SortKey> order,
        boolean withoutFields,
        @Nullable Cursor ifHead) {

    /** Fails with BAD_REQUEST for what PostgreSQL cannot hold, and for a selector or a position that is none. */
    static Listing of(ListDocuments request) {
        var order = Objects.requireNonNullElse(request.sort(), List.<ListDocuments.Sort>of()).stream()
                .map(SortKey::of)
                .toList();
        if (request.ids() != null) {
            request.ids().forEach(id -> Text.check(id, "ids"));
        }
        return new Listing(
                request.space(),
                Optional.ofNullable(request.after()).map(after -> SortPlace.parse(after, order)),
                request.limit(),
                request.ids(),
                request.updatedSince(),
                selector(request.selector()),
                order,
                request.withoutFields() != null && request.withoutFields(),
                request.ifHead() == null ? null : Cursor.parse(request.ifHead()));
    }

    /** The selector that the JSON is; null for none. Fails as {@link #of} does. */
    static @Nullable Selector selector(@Nullable JsonObject json) {
        return json == null ? null : Selector.parse(Fields.of(json).toJson());
    }

    /** Whether no documents are asked for, because nothing has happened since. */
    boolean isAt(SpaceHead head) {
        return ifHead != null && ifHead.epoch() == head.epoch() && ifHead.seq() == head.seq();
    }

    /** Nothing but the head of the space. */
    static Listing headOf(String space) {
        return new Listing(space, Optional.empty(), 0, null, null, null, List.of(), true, null);
    }

    /** A document of the listing, and its place in the order. */
    record Item(Document document, SortPlace place) {}

    /**
     * One key of the order.
     *
     * @param path where the value is; null for the time of the last write
     */
    record SortKey(@Nullable Path path, boolean descending) {
        static SortKey of(ListDocuments.Sort sort) {
            var field = Text.check(sort.field(), "sort.field");
            return new SortKey(
                    field.equals(ListDocuments.Sort.UPDATED_AT) ? null : Path.parse(field), sort.isDescending());
        }
    }
}
