package io.lockstep.contract;

import static io.lockstep.contract.Sample.answer;
import static io.lockstep.contract.Sample.request;

import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.PublishEvents;
import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.CheckLocks;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAnswer;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.LockVerdicts;
import io.lockstep.contract.lock.ReleaseLock;
import io.lockstep.contract.lock.Released;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sample of every message, with every key given. */
final class Samples {
    private static final String SPACE = "metavox:103";
    private static final String CURSOR = "1.0.16";
    private static final String ETAG = "9e107d9d372bb6826bd81d3542a419d6";
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");
    private static final Actor ALICE = new Actor("alice", List.of("staff"), "s-1");

    private static final Lock LOCK = new Lock(SPACE, "456", "doc_title", "bob", "Bob", 1772600767890123L, AT);
    private static final FieldDefinition FIELD =
            new FieldDefinition("status", "Status", "select", List.of("draft", "final"), true);
    private static final Document DOCUMENT = new Document(SPACE, "456", 7, ETAG, fields(), false, AT, "alice");
    private static final Written WRITTEN = new Written(SPACE, "456", Verb.UPDATED, 7, ETAG, 42, CURSOR, true);
    private static final WriteDocument WRITE = new WriteDocument(
            ALICE, SPACE, "456", WriteMode.MERGE, fields(), ETAG, 6L, 1772600767890123L, "op-1", false);

    private static final Event.Changed CHANGED =
            new Event.Changed(SPACE, 42, "456", 7, ETAG, Verb.UPDATED, fields(), false, "alice", AT, CURSOR, 3);
    private static final Event.Locked LOCKED =
            new Event.Locked(SPACE, "456", "doc_title", "bob", "Bob", 1772600767890123L, AT, 9, false);
    private static final Event.Unlocked UNLOCKED =
            new Event.Unlocked(SPACE, "456", "doc_title", "bob", 1772600767890123L, 10, "expired");
    private static final Event.Custom CUSTOM =
            new Event.Custom("alice", "build_done", Map.of("ok", true, "ratio", 1.5, "steps", List.of(1, 2)));
    private static final Event.AccessChanged ACCESS_CHANGED = new Event.AccessChanged(SPACE, 4);

    static final List<Sample> ALL = List.of(
            request(ALICE, "user"),
            request(FIELD, "name"),
            answer(LOCK),
            // Metadata
            request(new ReadDocument(ALICE, SPACE, "456"), "actor", "space", "document"),
            answer(DOCUMENT),
            request(new ListDocuments(ALICE, SPACE, "455", 50), "actor", "space"),
            answer(new DocumentPage(List.of(DOCUMENT), "456", CURSOR)),
            request(WRITE, "actor", "space", "document", "mode", "fields"),
            answer(WRITTEN),
            request(new WriteBatch(List.of(WRITE)), "writes"),
            answer(new BatchResult(List.of(written(WRITTEN, null), written(null, conflict())))),
            request(new DeleteDocument(ALICE, SPACE, "456", ETAG, 7L, 1772600767890123L), "actor", "space", "document"),
            request(new ListChanges(ALICE, SPACE, CURSOR, 100), "actor", "space"),
            answer(new Changes(List.of(CHANGED), CURSOR, 5)),
            request(new GetSpace(ALICE, SPACE), "actor", "space"),
            answer(new Space(SPACE, "Project files", Role.MANAGER, List.of(FIELD), members(), CURSOR)),
            request(new ListSpaces(ALICE, "metavox"), "actor"),
            answer(new Spaces(List.of(new Spaces.Summary(SPACE, "Project files", Role.VIEWER)))),
            request(new PutSpace(ALICE, SPACE, "Project files", List.of(FIELD), members()), "actor", "space"),
            request(new PutMembers(ALICE, SPACE, members(), List.of("user:carol")), "actor", "space"),
            request(new ListHeads(List.of(SPACE)), "spaces"),
            answer(new Heads(List.of(new Heads.Head(SPACE, 0, 42, 3)))),
            request(new CheckAccess(ALICE, SPACE), "actor", "space"),
            answer(new Access(Role.EDITOR, 3)),
            request(new Authenticate("alice", "correct horse"), "user", "password"),
            answer(new Account("alice", "Alice", List.of("staff"))),
            request(
                    new PutAccount(ALICE, "dave", "correct horse", "Dave", List.of("staff"), 1048576L, true),
                    "actor",
                    "user",
                    "password"),
            // Locks
            request(
                    new AcquireLock(ALICE, "Alice", SPACE, "456", "doc_title", 30000L),
                    "actor",
                    "space",
                    "document",
                    "field"),
            answer(new LockAnswer(
                    SPACE,
                    "456",
                    "doc_title",
                    "alice",
                    "Alice",
                    1772600767890123L,
                    AT,
                    30000,
                    true,
                    9,
                    null,
                    null,
                    null)),
            request(new ReleaseLock(ALICE, SPACE, "456", "doc_title"), "actor", "space", "document", "field"),
            answer(new Released(true)),
            request(new ListLocks(SPACE, List.of("456")), "space"),
            answer(new LockSnapshot(SPACE, List.of(LOCK), 9)),
            request(new CheckLocks(List.of(new CheckLocks.Item(SPACE, "456", List.of("doc_title"), "alice"))), "items"),
            answer(new LockVerdicts(
                    List.of(new LockVerdicts.Verdict(LOCK, null), new LockVerdicts.Verdict(null, 1772600767890123L)))),
            // Events
            request(
                    CHANGED,
                    "type",
                    "space",
                    "seq",
                    "document",
                    "revision",
                    "etag",
                    "verb",
                    "truncated",
                    "actor",
                    "at",
                    "cursor",
                    "accessVersion"),
            request(
                    LOCKED,
                    "type",
                    "space",
                    "document",
                    "field",
                    "user",
                    "displayName",
                    "fence",
                    "expiresAt",
                    "lockSeq",
                    "renewed"),
            request(UNLOCKED, "type", "space", "document", "field", "user", "fence", "lockSeq", "reason"),
            request(CUSTOM, "type", "user", "message"),
            request(ACCESS_CHANGED, "type", "space", "accessVersion"),
            request(new PublishEvents(List.of(CHANGED, CUSTOM)), "events"),
            request(
                    new Deliveries(List.of(
                            new Deliveries.Delivery(LOCKED.topics(), LOCKED),
                            new Deliveries.Delivery(UNLOCKED.topics(), UNLOCKED),
                            new Deliveries.Delivery(ACCESS_CHANGED.topics(), ACCESS_CHANGED))),
                    "deliveries"));

    private Samples() {}

    private static JsonObject fields() {
        return new JsonObject().put("doc_title", "Plan").put("pages", 12).putNull("owner");
    }

    private static Map<String, Role> members() {
        return Map.of("user:alice", Role.MANAGER, "group:staff", Role.VIEWER);
    }

    private static BatchResult.Item written(@Nullable Written written, @Nullable JsonObject failure) {
        return new BatchResult.Item(written, failure);
    }

    private static JsonObject conflict() {
        return new ServiceException(FailureCode.REVISION_CONFLICT, "the document changed: read it again").toJson();
    }
}
