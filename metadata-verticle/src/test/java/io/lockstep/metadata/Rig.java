package io.lockstep.metadata;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The services over a store, wired as in the verticle, with everything around them in the test's hand. */
final class Rig {
    static final Actor ADMIN = new Actor("root", List.of("admin"), null);
    static final Actor MANAGER = new Actor("mary", null, null);
    static final Actor EDITOR = new Actor("alice", null, null);
    static final Actor OTHER_EDITOR = new Actor("bob", List.of("staff"), null);
    static final Actor VIEWER = new Actor("carol", null, null);
    static final Actor STRANGER = new Actor("eve", List.of("outside"), null);

    static final int DOCUMENT_MAX_BYTES = 100_000;

    private static final AtomicLong SPACES = new AtomicLong();

    final String space;
    final List<Event> events = new CopyOnWriteArrayList<>();
    final TestLocks locks = new TestLocks();
    final TestClock clock = new TestClock();
    final MetadataService documents;
    final ReconcileService sources;
    final SpaceService spaces;
    final AccountService accounts;
    private final Turns turns;

    Rig(MetadataStore store, Turns turns) {
        this(store, turns, WhenLocksAreAway.REFUSE, "test:" + SPACES.incrementAndGet());
    }

    Rig(MetadataStore store, Turns turns, WhenLocksAreAway policy, String space) {
        this.space = space;
        this.turns = turns;
        var guard = new LockGuard(locks, policy);
        var rules = new WriteRules(DOCUMENT_MAX_BYTES);
        var batches = new BatchCommit(guard, store.documents(), rules, events::addAll, clock);
        var limits = new GroupCommit.Limits(256, 1 << 30, 10_000, 1 << 30, Duration.ofMinutes(1));
        var commits = new GroupCommit<>(limits, Write::bytes, batches::commit, turns.later(), System::nanoTime);
        this.documents = new MetadataService(
                store.documents(), commits, new SharedReads(turns::after), DOCUMENT_MAX_BYTES, clock);
        this.sources = new ReconcileService(store, commits, DOCUMENT_MAX_BYTES);
        this.spaces = new SpaceService(store.spaces(), new SpaceRules(clock, () -> 7), events::addAll);
        this.accounts = new AccountService(store.accounts(), new PlainPasswords(), clock, events::addAll);
    }

    /** With a space in which everybody but the stranger has the role of his name. */
    Rig withSpace() {
        var members = Map.of(
                "user:mary",
                Role.MANAGER,
                "user:alice",
                Role.EDITOR,
                "group:staff",
                Role.EDITOR,
                "user:carol",
                Role.VIEWER);
        await(() -> spaces.put(new PutSpace(ADMIN, space, "Space", null, members)));
        events.clear();
        return this;
    }

    /** Defines the fields of the space. */
    void define(FieldDefinition... fields) {
        await(() -> spaces.put(new PutSpace(ADMIN, space, null, List.of(fields), null)));
    }

    /** Calls a service on its own event loop. */
    <T> Future<T> start(Supplier<Future<T>> call) {
        return turns.run(call);
    }

    <T> T await(Supplier<Future<T>> call) {
        try {
            return start(call).await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }

    /** The failure that the call must end with. */
    <T> ServiceException refusal(Supplier<Future<T>> call) {
        var outcome = await(() -> Future.succeededFuture()
                .compose(turn -> call.get())
                .<Object>map(answer -> "answered " + answer)
                .recover(Future::succeededFuture));
        if (outcome instanceof ServiceException refusal) {
            return refusal;
        }
        throw new AssertionError("must be refused, but " + outcome);
    }

    Written write(Actor actor, String document, WriteMode mode, JsonObject fields) {
        return write(request(actor, document, mode, fields));
    }

    Written write(WriteDocument request) {
        return await(() -> documents.write(request));
    }

    ServiceException refusedWrite(WriteDocument request) {
        return refusal(() -> documents.write(request));
    }

    ServiceException refusedWrite(Actor actor, String document, WriteMode mode, JsonObject fields) {
        return refusedWrite(request(actor, document, mode, fields));
    }

    List<BatchResult.Item> writeTogether(WriteDocument... requests) {
        return await(() -> documents.batch(new WriteBatch(List.of(requests)))).results();
    }

    Written delete(Actor actor, String document) {
        return await(() -> documents.delete(deletion(actor, document, null)));
    }

    DeleteDocument deletion(Actor actor, String document, @Nullable Long fence) {
        return new DeleteDocument(actor, space, document, null, null, fence);
    }

    Document read(String document) {
        return await(() -> documents.read(new ReadDocument(VIEWER, space, document)));
    }

    DocumentPage list(@Nullable String after, int limit) {
        return await(() -> documents.list(new ListDocuments(VIEWER, space, after, limit)));
    }

    Changes changes(@Nullable String since, int limit) {
        return await(() -> documents.changes(new ListChanges(VIEWER, space, since, limit)));
    }

    WriteDocument request(Actor actor, String document, WriteMode mode, JsonObject fields) {
        return WriteDocument.of(actor, space, document, mode, fields);
    }

    WriteDocument fenced(Actor actor, String document, JsonObject fields, long fence) {
        return new WriteDocument(actor, space, document, WriteMode.UPSERT, fields, null, null, fence, null, null);
    }

    WriteDocument conditional(
            String document, WriteMode mode, JsonObject fields, @Nullable String ifMatch, @Nullable Long ifRevision) {
        return new WriteDocument(EDITOR, space, document, mode, fields, ifMatch, ifRevision, null, null, null);
    }

    WriteDocument named(String operation, WriteDocument write) {
        return new WriteDocument(
                write.actor(),
                write.space(),
                write.document(),
                write.mode(),
                write.fields(),
                write.ifMatch(),
                write.ifRevision(),
                write.fence(),
                operation,
                write.readonly());
    }

    WriteDocument readonly(Actor actor, String document, @Nullable Boolean readonly, JsonObject fields) {
        return new WriteDocument(actor, space, document, WriteMode.UPSERT, fields, null, null, null, null, readonly);
    }

    static JsonObject json(Object... keysAndValues) {
        var json = new JsonObject();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            json.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return json;
    }
}
