package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a space's documents, in the order of their ids unless another is given; needs role viewer. What is given
 * besides the space must hold all at once.
 *
 * @param after the {@code next} of the page before, asked for with the same order; null for the first page
 * @param limit documents in a page, 1 to 1000, 200 when not given
 * @param ids only these documents, up to 1000; null for all
 * @param updatedSince only documents whose last write was at this time or later; null for all
 * @param selector only documents whose fields match this {@link io.lockstep.contract.selector.Selector}; null for all
 * @param sort what to sort by, up to 5 keys, the first first; equal documents stand in the order of their ids
 * @param withoutFields true for an answer in which every document's {@code fields} are empty
 * @param ifHead answers {@code notModified}, and no documents, while this is the head of the space's feed; null for the
 *     documents in any case
 */
public record ListDocuments(
        Actor actor,
        String space,
        @Nullable String after,
        Integer limit,
        @Nullable List<String> ids,
        @Nullable Instant updatedSince,
        @Nullable JsonObject selector,
        @Nullable List<Sort> sort,
        @Nullable Boolean withoutFields,
        @Nullable String ifHead) {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_IDS = 1000;
    private static final int MAX_SORT_KEYS = 5;

    public ListDocuments(
            Actor actor,
            String space,
            @Nullable String after,
            @Nullable Integer limit,
            @Nullable List<String> ids,
            @Nullable Instant updatedSince,
            @Nullable JsonObject selector,
            @Nullable List<Sort> sort,
            @Nullable Boolean withoutFields,
            @Nullable String ifHead) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.after = after;
        this.limit = (int) Require.within(limit == null ? DEFAULT_LIMIT : limit, 1, MAX_LIMIT, "limit");
        this.ids = ids == null ? null : List.copyOf(ids);
        this.updatedSince = updatedSince;
        this.selector = selector;
        this.sort = sort == null ? null : List.copyOf(sort);
        this.withoutFields = withoutFields;
        this.ifHead = ifHead;
        Require.within(ids == null ? 0 : ids.size(), 0, MAX_IDS, "the number of 'ids'");
        Require.within(sort == null ? 0 : sort.size(), 0, MAX_SORT_KEYS, "the number of 'sort' keys");
    }

    /** All documents in the order of their ids. */
    public ListDocuments(Actor actor, String space, @Nullable String after, @Nullable Integer limit) {
        this(actor, space, after, limit, null, null, null, null, null, null);
    }

    /** Whatever the head of the space's feed is. */
    public ListDocuments(
            Actor actor,
            String space,
            @Nullable String after,
            @Nullable Integer limit,
            @Nullable List<String> ids,
            @Nullable Instant updatedSince,
            @Nullable JsonObject selector,
            @Nullable List<Sort> sort,
            @Nullable Boolean withoutFields) {
        this(actor, space, after, limit, ids, updatedSince, selector, sort, withoutFields, null);
    }

    /**
     * One key of the order. Values of different kinds stand in this order: none, null, booleans, numbers, texts by their
     * code points, and then objects and arrays, which all count as equal.
     *
     * @param field the name of a field, with dots to reach inside, or {@code updatedAt} for the time of the last write
     * @param descending true for the greatest first
     */
    public record Sort(String field, @Nullable Boolean descending) {
        public static final String UPDATED_AT = "updatedAt";

        public Sort {
            Require.name(field, "sort.field");
        }

        public boolean isDescending() {
            return descending != null && descending;
        }
    }
}
