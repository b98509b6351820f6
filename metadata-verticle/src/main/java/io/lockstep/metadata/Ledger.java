package io.lockstep.metadata;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The books of one batch: what stood before it, overlaid with what its writes have done so far. A write sees the writes
 * before it, as if they had been done one after the other. For one batch and one thread.
 */
final class Ledger {
    /** A larger patch is left out of the event and of the feed: listeners read the document instead. */
    static final int MAX_PATCH_BYTES = 16 * 1024;

    private final Standing standing;
    private final Instant now;
    private final Map<String, SpaceHead> heads = new LinkedHashMap<>();
    private final Map<DocumentKey, StoredDocument> documents = new LinkedHashMap<>();
    private final Map<String, Usage> usage = new HashMap<>();
    private final List<Event.Changed> changes = new ArrayList<>();
    private final Map<OperationKey, Written> operations = new HashMap<>();

    Ledger(Standing standing, Instant now) {
        this.standing = standing;
        this.now = now;
    }

    /** The same books in another hand: what is entered there does not show here. */
    Ledger copy() {
        var copy = new Ledger(standing, now);
        copy.heads.putAll(heads);
        copy.documents.putAll(documents);
        copy.usage.putAll(usage);
        copy.changes.addAll(changes);
        copy.operations.putAll(operations);
        return copy;
    }

    @Nullable
    Role roleOf(Actor actor, String space) {
        return standing.roleOf(actor, space);
    }

    List<FieldDefinition> definitions(String space) {
        return standing.definitions().getOrDefault(space, List.of());
    }

    SpaceHead head(String space) {
        return Objects.requireNonNull(heads.getOrDefault(space, standing.heads().get(space)), space);
    }

    Usage usage(String space) {
        return usage.getOrDefault(space, standing.usage().getOrDefault(space, Usage.NONE));
    }

    /** The document as it is now; an absent one when it has no row. */
    StoredDocument document(DocumentKey key) {
        var before = standing.documents().getOrDefault(key, StoredDocument.absent(key));
        return documents.getOrDefault(key, before);
    }

    /** The answer that this write got when it took effect under the same name. */
    Optional<Written> answered(Write write) {
        return write.operationKey()
                .map(key -> operations.getOrDefault(key, standing.operations().get(key)));
    }

    /** Enters a change: takes the next seq of the space, and gives the document as it is then. */
    @CanIgnoreReturnValue
    StoredDocument enter(Write write, Draft draft) {
        var head = head(write.space()).advanced(now);
        var before = document(write.key());
        var document = new StoredDocument(
                write.key(),
                before.revision() + 1,
                draft.etag(),
                draft.fields(),
                draft.fences(),
                draft.readonly(),
                head.lastUpdate(),
                write.actor().user(),
                head.seq(),
                draft.verb() == Verb.DELETED,
                sourceEtag(write, draft, before));
        heads.put(write.space(), head);
        documents.put(write.key(), document);
        usage.put(write.space(), usage(write.space()).grown(draft.bytes() - before.bytes()));
        changes.add(change(head, before, document, draft, write.isQuiet()));
        return document;
    }

    /** Keeps what the source of a document looks like now, which nobody is shown. */
    void confirm(DocumentKey key, Source source) {
        var document = document(key);
        if (!source.etag().equals(document.sourceEtag())) {
            documents.put(key, document.withSourceEtag(source.etag()));
        }
    }

    /** After a write that is no reconcile the source has another content, as far as anybody knows. */
    private static @Nullable String sourceEtag(Write write, Draft draft, StoredDocument before) {
        if (draft.verb() == Verb.DELETED) {
            return null;
        }
        if (write.source() != null) {
            return write.source().etag();
        }
        return before.sourceEtag() == null ? null : "";
    }

    /** Keeps the answer for a repetition, if the write has a name. */
    @CanIgnoreReturnValue
    Written answer(Write write, Written written) {
        write.operationKey().ifPresent(key -> operations.put(key, written));
        return written;
    }

    Decisions close(List<Outcome<Written>> outcomes) {
        return new Decisions(
                outcomes, List.copyOf(heads.values()), List.copyOf(documents.values()), changes, usage, operations);
    }

    private static Event.Changed change(
            SpaceHead head, StoredDocument before, StoredDocument document, Draft draft, boolean isQuiet) {
        var patch = draft.verb() == Verb.DELETED ? null : fitting(draft.patch());
        return new Event.Changed(
                head.space(),
                head.seq(),
                document.key().document(),
                document.revision(),
                document.etag(),
                draft.verb(),
                patch,
                isTruncated(draft.verb(), patch),
                document.updatedBy(),
                document.updatedAt(),
                head.cursor(),
                head.accessVersion(),
                isQuiet ? true : null,
                before(before, draft),
                null);
    }

    private static @Nullable JsonObject before(StoredDocument before, Draft draft) {
        return switch (draft.verb()) {
            case UPDATED -> fitting(before.fields().only(draft.patch().values().keySet()));
            case DELETED -> before.fields().toJson();
            default -> null;
        };
    }

    /** A change that is no deletion has a patch, unless that was too large. */
    static boolean isTruncated(Verb verb, @Nullable JsonObject patch) {
        return verb != Verb.DELETED && patch == null;
    }

    private static @Nullable JsonObject fitting(Fields patch) {
        int bytes = patch.text().getBytes(StandardCharsets.UTF_8).length;
        return bytes > MAX_PATCH_BYTES ? null : patch.toJson();
    }

    /**
     * The state that a write wants for its document.
     *
     * @param bytes of the fields; 0 when it is deleted
     */
    record Draft(Verb verb, Fields fields, boolean readonly, String etag, Fields patch, Fences fences, long bytes) {}
}
