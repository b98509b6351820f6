package io.lockstep.metadata;

import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.Written;
import io.lockstep.metadata.Ledger.Draft;
import io.lockstep.metadata.Outcome.Done;
import io.lockstep.metadata.Outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a write may do and what it changes, decided in pure Java for a whole batch, write after write.
 *
 * <p>A write is asked in this order, and the first refusal is its answer: may the writer see and write the space; was it
 * done before under its name; is the document there; is it read-only; is it locked by somebody else; do the conditions
 * hold; is it small enough; does it change anything; do its values fit the definitions of their fields; has the writer's
 * lock passed on; does the space's owner have room for it. A write of a reconcile is asked before all but the first two
 * whether anything is to be done.
 */
final class WriteRules {
    private final int documentMaxBytes;

    WriteRules(int documentMaxBytes) {
        this.documentMaxBytes = documentMaxBytes;
    }

    /** Decides all writes in their order; a refused one leaves no trace, and neither does the rest of its unit. */
    Decisions decide(List<Write> batch, Standing standing, Instant now) {
        var ledger = new Ledger(standing, now);
        var outcomes = new ArrayList<Outcome<Written>>();
        while (outcomes.size() < batch.size()) {
            var unit = unitAt(batch, outcomes.size());
            if (unit.size() == 1) {
                outcomes.add(decide(unit.get(0), ledger));
                continue;
            }
            var trial = ledger.copy();
            var tried = unit.stream().map(write -> decide(write, trial)).toList();
            boolean areAllDone = Outcome.areAllDone(tried);
            outcomes.addAll(areAllDone ? tried : Outcome.noneOf(tried));
            ledger = areAllDone ? trial : ledger;
        }
        return ledger.close(outcomes);
    }

    private static List<Write> unitAt(List<Write> batch, int from) {
        var unit = batch.get(from).unit();
        int to = from + 1;
        while (unit != null && to < batch.size() && unit.equals(batch.get(to).unit())) {
            to++;
        }
        return batch.subList(from, to);
    }

    private Outcome<Written> decide(Write write, Ledger ledger) {
        try {
            return new Done<>(apply(write, ledger));
        } catch (RuntimeException refusal) {
            return new Refused<>(refusal);
        }
    }

    private Written apply(Write write, Ledger ledger) {
        var role = requireEditor(write, ledger);
        var repeated = ledger.answered(write);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        var document = ledger.document(write.key());
        var source = write.source();
        var written = ledger.answer(
                write,
                source == null
                        ? change(write, document, role, ledger)
                        : reconcile(write, source, document, role, ledger));
        return write.isUnchecked() ? degraded(written) : written;
    }

    private Written change(Write write, StoredDocument document, Role role, Ledger ledger) {
        requireExistence(write, document);
        requireWritable(write, document, role);
        requireUnlocked(write);
        requireConditions(write, document);
        return write.intent() == Write.Intent.DELETE ? delete(write, document, ledger) : put(write, document, ledger);
    }

    /** Asks first whether there is anything to do: a lock on a document that stays as it is stands in nobody's way. */
    private Written reconcile(Write write, Source source, StoredDocument document, Role role, Ledger ledger) {
        if (write.intent() == Write.Intent.DELETE) {
            if (document.deleted()) {
                return written(document, Verb.DELETED, false, ledger);
            }
            source.requireUnchanged(document);
            return change(write, document, role, ledger);
        }
        var fields = source.fieldsOf(document, write.fields());
        if (!document.deleted() && fields.equals(document.fields())) {
            ledger.confirm(write.key(), source);
            return written(document, Verb.UPDATED, false, ledger);
        }
        return change(write.with(fields), document, role, ledger);
    }

    /** Said by this answer only: what is kept for a repetition is what was written, not how. */
    private static Written degraded(Written written) {
        return new Written(
                written.space(),
                written.document(),
                written.verb(),
                written.revision(),
                written.etag(),
                written.seq(),
                written.cursor(),
                written.changed(),
                true);
    }

    private static Role requireEditor(Write write, Ledger ledger) {
        var role = ledger.roleOf(write.actor(), write.space());
        if (role == null) {
            throw Refusals.noSpace(write.space());
        }
        if (!role.includes(Role.EDITOR)) {
            throw Refusals.readOnlySpace(write.space());
        }
        return role;
    }

    private static void requireExistence(Write write, StoredDocument document) {
        switch (write.intent()) {
            case CREATE -> {
                if (!document.deleted()) {
                    throw Refusals.alreadyThere(document);
                }
            }
            case MERGE, DELETE -> {
                if (document.deleted()) {
                    throw Refusals.noDocument(write.key());
                }
            }
            case REPLACE, UPSERT -> {}
        }
    }

    private static void requireWritable(Write write, StoredDocument document, Role role) {
        if (role == Role.MANAGER) {
            return;
        }
        if (write.readonly() != null) {
            throw Refusals.forbidden("only a manager may set 'readonly'");
        }
        if (document.readonly() && !document.deleted()) {
            throw Refusals.forbidden("document '" + write.key().document() + "' is read-only");
        }
    }

    private static void requireUnlocked(Write write) {
        var conflict = write.verdict().conflict();
        if (conflict != null) {
            throw Refusals.locked(conflict);
        }
    }

    private static void requireConditions(Write write, StoredDocument document) {
        var etag = write.ifMatch();
        var revision = write.ifRevision();
        boolean etagHolds = etag == null || (!document.deleted() && (etag.equals("*") || etag.equals(document.etag())));
        boolean revisionHolds = revision == null || (!document.deleted() && revision == document.revision());
        if (!etagHolds || !revisionHolds) {
            throw Refusals.conditionFailed(document);
        }
    }

    private static Written delete(Write write, StoredDocument document, Ledger ledger) {
        var fences = document.fences();
        var standsAt = write.standsAt();
        if (standsAt != null && fences.passedAnywhere(standsAt)) {
            throw Refusals.passedOn(write);
        }
        var fence = write.effectiveFence();
        if (fence != null) {
            fences = fences.raisedAnywhere(fence);
        }
        var draft = new Draft(Verb.DELETED, Fields.NONE, false, document.etag(), Fields.NONE, fences, 0);
        return written(ledger.enter(write, draft), Verb.DELETED, true, ledger);
    }

    private Written put(Write write, StoredDocument document, Ledger ledger) {
        boolean merges = write.intent() == Write.Intent.MERGE || write.intent() == Write.Intent.UPSERT;
        var fields = merges
                ? document.fields().merged(write.fields())
                : write.fields().withoutNulls();
        boolean readonly = Objects.requireNonNullElse(write.readonly(), document.readonly());
        var etag = Etag.of(fitting(fields), readonly);
        if (!document.deleted() && etag.equals(document.etag())) {
            return written(document, Verb.UPDATED, false, ledger);
        }
        var patch = document.fields().changesTo(fields);
        FieldRules.check(ledger.definitions(write.space()), write.intent(), patch, fields);
        var verb = document.deleted() ? Verb.CREATED : Verb.UPDATED;
        var fences = raised(write, document, patch.values().keySet());
        var draft = new Draft(verb, fields, readonly, etag, patch, fences, fields.bytes());
        requireRoom(document, draft, ledger);
        return written(ledger.enter(write, draft), verb, true, ledger);
    }

    /** Other values for fields that hold flags and numbers need none: a full space can still be put in order. */
    private static void requireRoom(StoredDocument document, Draft draft, Ledger ledger) {
        var space = document.key().space();
        var usage = ledger.usage(space);
        boolean isSmall = !document.deleted()
                && draft.patch().values().entrySet().stream()
                        .allMatch(field -> document.fields().values().containsKey(field.getKey())
                                && isFlagOrNumber(field.getValue()));
        if (!isSmall && usage.forbids(draft.bytes() - document.bytes())) {
            throw Refusals.overQuota(space, usage);
        }
    }

    private static boolean isFlagOrNumber(@Nullable Object value) {
        return value == null || value instanceof Boolean || value instanceof Number;
    }

    /** The canonical text of the fields, if a document may have that many. */
    private String fitting(Fields fields) {
        var text = fields.text();
        if (text.getBytes(StandardCharsets.UTF_8).length > documentMaxBytes) {
            throw Refusals.tooLarge(documentMaxBytes);
        }
        return text;
    }

    private static Fences raised(Write write, StoredDocument document, Collection<String> changed) {
        var standsAt = write.standsAt();
        if (standsAt != null && document.fences().passed(standsAt, changed)) {
            throw Refusals.passedOn(write);
        }
        var fence = write.effectiveFence();
        return fence == null ? document.fences() : document.fences().raised(fence, changed);
    }

    private static Written written(StoredDocument document, Verb verb, boolean changed, Ledger ledger) {
        var key = document.key();
        return new Written(
                key.space(),
                key.document(),
                verb,
                document.revision(),
                document.etag(),
                document.lastSeq(),
                ledger.head(key.space()).cursor(document.lastSeq()),
                changed);
    }
}
