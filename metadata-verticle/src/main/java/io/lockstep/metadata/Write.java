package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockVerdicts.Verdict;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.WriteDocument;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One write on its way through a batch: a {@link WriteDocument} or a {@link DeleteDocument} in one form.
 *
 * @param fields what it gives; empty for a delete
 * @param fence the writer's own fence; null when he gave none
 * @param source what a reconcile knows of the document's source; null for a write that is none
 * @param verdict what the lock check said; nothing stands in the way until it did
 * @param isUnchecked whether it goes on though nobody could tell what is locked
 * @param fieldsLength of the fields' JSON text
 * @param unit names the writes that take effect together or not at all, which stand side by side in a batch; null for a
 *     write of its own
 * @param isQuiet whether it is a part of an import: its listeners are not told of it by itself
 */
record Write(
        Actor actor,
        DocumentKey key,
        Intent intent,
        Fields fields,
        @Nullable Boolean readonly,
        @Nullable String ifMatch,
        @Nullable Long ifRevision,
        @Nullable Long fence,
        @Nullable String operation,
        @Nullable Source source,
        Verdict verdict,
        boolean isUnchecked,
        int fieldsLength,
        @Nullable UUID unit,
        boolean isQuiet) {
    private static final Verdict UNLOCKED = new Verdict(null, null);
    private static final int OWN_BYTES = 500;

    enum Intent {
        CREATE,
        REPLACE,
        MERGE,
        UPSERT,
        DELETE
    }

    /**
     * Fails with BAD_REQUEST for what PostgreSQL cannot hold.
     *
     * @param chosenId the document's id if the request names none
     */
    static Write of(WriteDocument request, String chosenId) {
        var intent = switch (request.mode()) {
            case CREATE -> Intent.CREATE;
            case REPLACE -> Intent.REPLACE;
            case MERGE -> Intent.MERGE;
            case UPSERT -> Intent.UPSERT;
            case DELETE -> Intent.DELETE;
        };
        var document = request.document() == null ? chosenId : Text.check(request.document(), "document");
        var operation = request.operation() == null ? null : Text.check(request.operation(), "operation");
        var fields = Fields.of(request.fields());
        return new Write(
                Text.check(request.actor()),
                new DocumentKey(request.space(), document),
                intent,
                fields,
                request.readonly(),
                request.ifMatch(),
                request.ifRevision(),
                held(request.fence()),
                operation,
                null,
                UNLOCKED,
                false,
                fields.text().length(),
                null,
                false);
    }

    static Write of(DeleteDocument request) {
        var operation = request.operation() == null ? null : Text.check(request.operation(), "operation");
        return new Write(
                Text.check(request.actor()),
                new DocumentKey(request.space(), Text.check(request.document(), "document")),
                Intent.DELETE,
                Fields.NONE,
                null,
                request.ifMatch(),
                request.ifRevision(),
                held(request.fence()),
                operation,
                null,
                UNLOCKED,
                false,
                0,
                null,
                false);
    }

    /** The write of an item of a source, which replaces all fields of its document, but nothing that is the same. */
    static Write of(ReconcileDocuments request, ReconcileDocuments.Item item) {
        var source = Source.of(request.contentFields(), item);
        var fields = source.othersOf(item);
        return reconciling(request, item.document(), Intent.REPLACE, fields, source, null);
    }

    /** The deletion of a document that its source has no longer, if it still is as it was found. */
    static Write of(ReconcileDocuments request, DocumentStore.Sourced gone) {
        var source = Source.known(gone.sourceEtag());
        return reconciling(request, gone.document(), Intent.DELETE, Fields.NONE, source, gone.revision());
    }

    private static Write reconciling(
            ReconcileDocuments request,
            String document,
            Intent intent,
            Fields fields,
            Source source,
            @Nullable Long ifRevision) {
        return new Write(
                request.actor(),
                new DocumentKey(request.space(), document),
                intent,
                fields,
                null,
                null,
                ifRevision,
                null,
                null,
                source,
                UNLOCKED,
                false,
                fields.text().length() + source.content().text().length(),
                null,
                request.quiet() != null && request.quiet());
    }

    /** The fence of a lock; a lock that was given while the lock store was away has none, which it writes as 0. */
    private static @Nullable Long held(@Nullable Long fence) {
        return fence == null || fence == 0 ? null : fence;
    }

    Write judged(Verdict given) {
        return with(fields, given, false, unit, isQuiet);
    }

    /** The same write, which the policy lets go on without a verdict. */
    Write unchecked() {
        return with(fields, UNLOCKED, true, unit, isQuiet);
    }

    /** The same write as a part of this unit. */
    Write in(UUID unit) {
        return with(fields, verdict, isUnchecked, unit, isQuiet);
    }

    /** The same write as a part of an import. */
    Write quiet() {
        return with(fields, verdict, isUnchecked, unit, true);
    }

    /** The same write, which takes effect only if it has done so before under its name. */
    Write onlyAgain() {
        return new Write(
                actor,
                key,
                intent,
                fields,
                readonly,
                "*",
                ifRevision,
                fence,
                operation,
                source,
                verdict,
                isUnchecked,
                fieldsLength,
                unit,
                isQuiet);
    }

    /** The same write with these fields instead. */
    Write with(Fields fields) {
        return with(fields, verdict, isUnchecked, unit, isQuiet);
    }

    private Write with(Fields fields, Verdict verdict, boolean isUnchecked, @Nullable UUID unit, boolean isQuiet) {
        return new Write(
                actor,
                key,
                intent,
                fields,
                readonly,
                ifMatch,
                ifRevision,
                fence,
                operation,
                source,
                verdict,
                isUnchecked,
                fieldsLength,
                unit,
                isQuiet);
    }

    /** About how much memory it holds while it waits. */
    int bytes() {
        return OWN_BYTES + fieldsLength;
    }

    String space() {
        return key.space();
    }

    Optional<OperationKey> operationKey() {
        return Optional.ofNullable(operation).map(name -> new OperationKey(key.space(), name));
    }

    /**
     * The cells that must not be locked by somebody else. A replace may remove fields that it does not name, and a write
     * without fields names none: both need the whole document.
     */
    List<String> touched() {
        return switch (intent) {
            case REPLACE, DELETE -> List.of(Lock.WHOLE_DOCUMENT);
            case CREATE, MERGE, UPSERT ->
                fields.values().isEmpty()
                        ? List.of(Lock.WHOLE_DOCUMENT)
                        : List.copyOf(fields.values().keySet());
        };
    }

    /** The writer's own fence, else that of the locks he was found to hold; null when he holds none. */
    @Nullable
    Long effectiveFence() {
        return fence != null ? fence : verdict.fence();
    }

    /**
     * The fence after which somebody else's write is newer than this one: that of the moment at which the writer was found to
     * hold the lock, or nobody else to hold one; else the fence that he shows. Null when nobody could tell.
     */
    @Nullable
    Long standsAt() {
        return verdict.fenceNow() != null ? verdict.fenceNow() : effectiveFence();
    }
}
