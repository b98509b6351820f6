package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.Reconciled;
import io.lockstep.contract.metadata.Reconciled.State;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.Written;
import io.lockstep.metadata.DocumentStore.Sourced;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings documents in step with an external source. Each item becomes a write like any other and goes the way of all
 * writes; {@link WriteRules} finds out in its transaction whether there is anything to write. For one thread: the event loop
 * of its verticle.
 *
 * <p>What a complete list must have lost is looked up before its items are written: a document that another reconcile makes
 * or writes meanwhile is not taken for a loss.
 */
final class ReconcileService {
    /** Deletions that are on their way at the same time. */
    private static final int PART = 1000;

    private final MetadataStore store;
    private final GroupCommit<Write, Written> commits;
    private final int documentMaxBytes;

    ReconcileService(MetadataStore store, GroupCommit<Write, Written> commits, int documentMaxBytes) {
        this.store = store;
        this.commits = commits;
        this.documentMaxBytes = documentMaxBytes;
    }

    Future<Reconciled> reconcile(ReconcileDocuments request) {
        check(request);
        return requireEditor(request.actor(), request.space())
                .compose(editor -> lost(request))
                .compose(lost -> put(request).compose(items -> delete(request, lost, items)))
                .compose(items -> head(request.space()).map(head -> new Reconciled(items, head)));
    }

    private static void check(ReconcileDocuments request) {
        Text.check(request.actor());
        request.items().forEach(item -> Text.check(item.document(), "items.document"));
        request.contentFields().forEach(field -> Text.check(field, "contentFields"));
        if (request.after() != null) {
            Text.check(request.after(), "after");
        }
        if (request.upTo() != null) {
            Text.check(request.upTo(), "upTo");
        }
    }

    private Future<Role> requireEditor(Actor actor, String space) {
        return store.spaces().checkAccess(actor, space).map(access -> {
            var role = access.role();
            if (role == null) {
                throw Refusals.noSpace(space);
            }
            if (!role.includes(Role.EDITOR)) {
                throw Refusals.readOnlySpace(space);
            }
            return role;
        });
    }

    private Future<List<Sourced>> lost(ReconcileDocuments request) {
        if (!request.complete()) {
            return Future.succeededFuture(List.of());
        }
        var listed =
                request.items().stream().map(ReconcileDocuments.Item::document).collect(Collectors.toUnmodifiableSet());
        return store.documents()
                .listSources(request.space(), request.after(), request.upTo())
                .map(known -> known.stream()
                        .filter(document -> !listed.contains(document.document()))
                        .toList());
    }

    private Future<List<Reconciled.Item>> put(ReconcileDocuments request) {
        var items = request.items().stream()
                .map(item -> Future.succeededFuture(item)
                        .map(given -> fitting(Write.of(request, given)))
                        .compose(commits::add)
                        .map(written -> item(item.document(), written))
                        .otherwise(failure -> refused(item.document(), failure)))
                .toList();
        return Future.all(items).map(ended -> ended.<Reconciled.Item>list());
    }

    private Write fitting(Write write) {
        if (write.fieldsLength() > documentMaxBytes) {
            throw Refusals.tooLarge(documentMaxBytes);
        }
        return write;
    }

    private static Reconciled.Item item(String document, Written written) {
        var state = written.verb() == Verb.CREATED ? State.CREATED : State.CHANGED;
        return new Reconciled.Item(document, written.changed() ? state : State.UNCHANGED, written.etag(), null);
    }

    private static Reconciled.Item refused(String document, Throwable failure) {
        return failure instanceof ContentWanted wanted
                ? new Reconciled.Item(document, State.WANTED, wanted.etag(), null)
                : new Reconciled.Item(document, State.REFUSED, null, MetadataService.toldOf(failure));
    }

    /** Part after part, so that many deletions leave room for other writes; adds them to the items. */
    private Future<List<Reconciled.Item>> delete(
            ReconcileDocuments request, List<Sourced> lost, List<Reconciled.Item> items) {
        Future<List<Reconciled.Item>> all = Future.succeededFuture(new ArrayList<>(items));
        for (int from = 0; from < lost.size(); from += PART) {
            var part = lost.subList(from, Math.min(from + PART, lost.size()));
            all = all.compose(done -> Future.all(part.stream()
                            .map(document -> delete(request, document))
                            .toList())
                    .map(ended -> {
                        ended.<Optional<Reconciled.Item>>list().forEach(item -> item.ifPresent(done::add));
                        return done;
                    }));
        }
        return all;
    }

    /** Empty when the document is not lost after all. */
    private Future<Optional<Reconciled.Item>> delete(ReconcileDocuments request, Sourced lost) {
        var document = lost.document();
        return commits.add(Write.of(request, lost))
                .map(written -> Optional.of(new Reconciled.Item(document, State.GONE, null, null)))
                .otherwise(
                        failure -> isOvertaken(failure) ? Optional.empty() : Optional.of(refused(document, failure)));
    }

    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.REVISION_CONFLICT;
    }

    private Future<String> head(String space) {
        return store.documents()
                .listHeads(List.of(space))
                .map(heads -> cursor(heads.heads().get(0)));
    }

    private static String cursor(Heads.Head head) {
        return new Cursor(head.epoch(), head.seq()).encode();
    }
}
