package io.lockstep.contract.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks which documents changed since a time, and which others there are: for clients that keep a time, not a cursor, and
 * find deletions by what is missing. Everything answered is of one moment; needs role viewer.
 *
 * @param since documents whose last update is this or later have changed; null for all
 * @param afterUpdatedAt together with {@code afterDocument} the last document of the part before; null for the first part
 * @param limit documents in the answer, at least 1; null for all
 * @param ifHead answers {@code notModified}, and nothing else, while this is the head of the space's feed
 * @param isNumbered only documents whose ids are decimal numbers; false when not given
 * @param field only documents whose text field of this name is {@code value}, an absent one being the empty text; null for
 *     all
 * @param value the text; empty when not given
 * @param only gives these fields of a document, if it has them; null for all
 * @param where only documents that have all of these values in text fields of these names, an absent one being the empty
 *     text, and that of {@code field} besides; null for all
 */
public record SyncDocuments(
        Actor actor,
        String space,
        @Nullable Instant since,
        @Nullable Instant afterUpdatedAt,
        @Nullable String afterDocument,
        @Nullable Integer limit,
        @Nullable String ifHead,
        Boolean isNumbered,
        @Nullable String field,
        String value,
        @Nullable List<String> only,
        @Nullable Map<String, String> where) {
    public SyncDocuments(
            Actor actor,
            String space,
            @Nullable Instant since,
            @Nullable Instant afterUpdatedAt,
            @Nullable String afterDocument,
            @Nullable Integer limit,
            @Nullable String ifHead,
            @Nullable Boolean isNumbered,
            @Nullable String field,
            @Nullable String value,
            @Nullable List<String> only,
            @Nullable Map<String, String> where) {
        this.actor = Require.present(actor, "actor");
        this.space = SpaceId.check(space);
        this.since = since;
        this.afterUpdatedAt = afterUpdatedAt;
        this.afterDocument = afterDocument;
        this.limit = limit;
        this.ifHead = ifHead;
        this.isNumbered = isNumbered != null && isNumbered;
        this.field = field;
        this.value = value == null ? "" : value;
        this.only = only == null ? null : List.copyOf(only);
        this.where = where == null ? null : Map.copyOf(where);
        if (limit != null) {
            Require.within(limit, 1, Integer.MAX_VALUE, "limit");
        }
    }

    /** All documents, or those of which one text field is so. */
    public SyncDocuments(
            Actor actor,
            String space,
            @Nullable Instant since,
            @Nullable Instant afterUpdatedAt,
            @Nullable String afterDocument,
            @Nullable Integer limit,
            @Nullable String ifHead,
            @Nullable Boolean isNumbered,
            @Nullable String field,
            @Nullable String value,
            @Nullable List<String> only) {
        this(actor, space, since, afterUpdatedAt, afterDocument, limit, ifHead, isNumbered, field, value, only, null);
    }

    /** The names and values of the text fields that all must be so: {@code field} and {@code where} together. */
    public List<Map.Entry<String, String>> texts() {
        var one = field == null ? Stream.<Map.Entry<String, String>>empty() : Stream.of(Map.entry(field, value));
        var others = where == null ? Stream.<Map.Entry<String, String>>empty() : where.entrySet().stream();
        return Stream.concat(one, others).toList();
    }

    /** The same question of somebody else. */
    public SyncDocuments by(Actor other) {
        return new SyncDocuments(
                other,
                space,
                since,
                afterUpdatedAt,
                afterDocument,
                limit,
                ifHead,
                isNumbered,
                field,
                value,
                only,
                where);
    }
}
