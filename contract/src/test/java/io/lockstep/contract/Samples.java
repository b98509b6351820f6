package io.lockstep.contract;

import static io.lockstep.contract.Sample.answer;
import static io.lockstep.contract.Sample.request;

import io.lockstep.contract.event.Deliveries;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.ListPresence;
import io.lockstep.contract.event.PresenceReport;
import io.lockstep.contract.event.PresenceStates;
import io.lockstep.contract.event.PresentUser;
import io.lockstep.contract.event.PublishEvents;
import io.lockstep.contract.event.Published;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.AccountDetails;
import io.lockstep.contract.metadata.AccountPage;
import io.lockstep.contract.metadata.Attachment;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.ChangeAccount;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentPage;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.FlushSpace;
import io.lockstep.contract.metadata.FlushedSpace;
import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.ListAccounts;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListHeads;
import io.lockstep.contract.metadata.ListRevoked;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutAttachment;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadAttachment;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.Reconciled;
import io.lockstep.contract.metadata.RemoveAccount;
import io.lockstep.contract.metadata.RemovedAccount;
import io.lockstep.contract.metadata.RenewSpaces;
import io.lockstep.contract.metadata.RenewedSpaces;
import io.lockstep.contract.metadata.Revoked;
import io.lockstep.contract.metadata.SearchAccounts;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One sample of every message, with every key given; of a message that got keys later, a second one with these. */
final class Samples {
    static final String SPACE = "metavox:103";
    private static final String CURSOR = "1.0.16";
    private static final String ETAG = "9e107d9d372bb6826bd81d3542a419d6";
    static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");
    static final Actor ALICE = new Actor("alice", List.of("staff"), "s-1");

    private static final FieldDefinition FIELD =
            new FieldDefinition("status", "Status", "select", List.of("draft", "final"), true);
    private static final Document DOCUMENT = new Document(SPACE, "456", 7, ETAG, fields(), false, AT, "alice");
    private static final Written WRITTEN = new Written(SPACE, "456", Verb.UPDATED, 7, ETAG, 42, CURSOR, true);
    private static final WriteDocument WRITE = new WriteDocument(
            ALICE, SPACE, "456", WriteMode.MERGE, fields(), ETAG, 6L, 1772600767890123L, "op-1", false);

    private static final Event.Changed CHANGED =
            new Event.Changed(SPACE, 42, "456", 7, ETAG, Verb.UPDATED, fields(), false, "alice", AT, CURSOR, 3);
    private static final Event.Changed QUIET =
            new Event.Changed(SPACE, 42, "456", 7, ETAG, Verb.LEFT, null, false, "alice", AT, CURSOR, 3, true);
    private static final Event.Changed WHOLE =
            CHANGED.with(new JsonObject().put("doc_title", "Old"), new Event.Changed.Current(8, ETAG, fields()));
    private static final Event.Flushed FLUSHED = new Event.Flushed(SPACE, 42);
    private static final Event.Custom CUSTOM =
            new Event.Custom("alice", "build_done", Map.of("ok", true, "ratio", 1.5, "steps", List.of(1, 2)));
    private static final Event.CustomInSpace CUSTOM_IN_SPACE =
            new Event.CustomInSpace(SPACE, "456", "cursor_moved", Map.of("x", 12, "y", 1.5), "alice", 3L);
    private static final AccountDetails DAVE = new AccountDetails("dave", "Dave", List.of("staff"), 1048576L);
    private static final PresentUser PRESENT = new PresentUser("alice", "Alice", List.of("456"));
    private static final Event.AccessChanged ACCESS_CHANGED = new Event.AccessChanged(SPACE, 4);

    private static final List<Sample> METADATA_AND_EVENTS = List.of(
            request(ALICE, "user"),
            request(FIELD, "name"),
            request(new ReadDocument(ALICE, SPACE, "456"), "actor", "space", "document"),
            request(new ReadDocument(ALICE, SPACE, "456", ETAG), "actor", "space", "document")
                    .in("ReadDocument.2"),
            answer(DOCUMENT),
            request(new ListDocuments(ALICE, SPACE, "455", 50), "actor", "space"),
            request(
                            new ListDocuments(
                                    ALICE,
                                    SPACE,
                                    "455",
                                    50,
                                    List.of("456", "457"),
                                    AT,
                                    new JsonObject().put("pages", new JsonObject().put("$gte", 10)),
                                    List.of(new ListDocuments.Sort("pages", true)),
                                    true),
                            "actor",
                            "space")
                    .in("ListDocuments.2"),
            request(new ListDocuments(ALICE, SPACE, "455", 50, null, null, null, null, null, CURSOR), "actor", "space")
                    .in("ListDocuments.3"),
            answer(new DocumentPage(List.of(DOCUMENT), "456", CURSOR)),
            answer(new DocumentPage(List.of(), null, CURSOR, true)).in("DocumentPage.2"),
            request(WRITE, "actor", "space", "document", "mode", "fields"),
            request(
                            WriteDocument.of(ALICE, SPACE, "456", WriteMode.DELETE, new JsonObject()),
                            "actor",
                            "space",
                            "document",
                            "mode")
                    .in("WriteDocument.2"),
            answer(WRITTEN),
            answer(new Written(SPACE, "456", Verb.UPDATED, 7, ETAG, 42, CURSOR, true, true))
                    .in("Written.2"),
            request(new WriteBatch(List.of(WRITE)), "writes"),
            request(new WriteBatch(List.of(WRITE), true), "writes").in("WriteBatch.2"),
            request(new WriteBatch(List.of(WRITE), true, true), "writes").in("WriteBatch.3"),
            request(new FlushSpace(ALICE, SPACE), "actor", "space"),
            answer(new FlushedSpace(SPACE, CURSOR)),
            request(
                    new ReconcileDocuments(
                            ALICE,
                            SPACE,
                            List.of(new ReconcileDocuments.Item(
                                    "456", "v17", fields(), new JsonObject().put("content", "Text"))),
                            List.of("content"),
                            true,
                            "400",
                            "500",
                            false,
                            true),
                    "actor",
                    "space",
                    "items"),
            answer(new Reconciled(
                    List.of(
                            new Reconciled.Item("456", Reconciled.State.CHANGED, ETAG, null),
                            new Reconciled.Item("457", Reconciled.State.REFUSED, null, conflict())),
                    CURSOR)),
            request(new CopyDocument(ALICE, SPACE, "456", "metavox:104", "789", "op-2"), "actor", "space", "document"),
            answer(new BatchResult(List.of(written(WRITTEN, null), written(null, conflict())))),
            request(new DeleteDocument(ALICE, SPACE, "456", ETAG, 7L, 1772600767890123L), "actor", "space", "document"),
            request(
                            new DeleteDocument(ALICE, SPACE, "456", ETAG, 7L, 1772600767890123L, "op-3"),
                            "actor",
                            "space",
                            "document")
                    .in("DeleteDocument.2"),
            request(new ListChanges(ALICE, SPACE, CURSOR, 100), "actor", "space"),
            request(
                            new ListChanges(ALICE, SPACE, CURSOR, 100, new JsonObject().put("status", "draft")),
                            "actor",
                            "space")
                    .in("ListChanges.2"),
            request(new ListChanges(ALICE, SPACE, CURSOR, 100, null, "456", true), "actor", "space")
                    .in("ListChanges.3"),
            answer(new Changes(List.of(CHANGED), CURSOR, 5)),
            answer(new Changes(List.of(WHOLE), CURSOR, 5)).in("Changes.2"),
            request(
                    new SyncDocuments(
                            ALICE, SPACE, AT, AT, "455", 50, CURSOR, true, "status", "draft", List.of("doc_title")),
                    "actor",
                    "space"),
            request(
                            new SyncDocuments(
                                    ALICE,
                                    SPACE,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    false,
                                    null,
                                    "",
                                    null,
                                    Map.of("status", "draft", "doc_author", "")),
                            "actor",
                            "space")
                    .in("SyncDocuments.2"),
            answer(new DocumentSync(CURSOR, AT, false, List.of(DOCUMENT), 3, List.of("457"))),
            request(new GetSpace(ALICE, SPACE), "actor", "space"),
            answer(new Space(SPACE, "Project files", Role.MANAGER, List.of(FIELD), members(), CURSOR)),
            answer(new Space(SPACE, "Project files", Role.EDITOR, List.of(), Map.of(), CURSOR, 700L, 1_000L))
                    .in("Space.2"),
            request(new ListSpaces(ALICE, "metavox"), "actor"),
            answer(new Spaces(List.of(new Spaces.Summary(SPACE, "Project files", Role.VIEWER)))),
            request(new PutSpace(ALICE, SPACE, "Project files", List.of(FIELD), members()), "actor", "space"),
            request(new PutSpace(ALICE, SPACE, null, null, null, "carol"), "actor", "space")
                    .in("PutSpace.2"),
            request(new PutMembers(ALICE, SPACE, members(), List.of("user:carol")), "actor", "space"),
            request(new ListHeads(List.of(SPACE)), "spaces"),
            answer(new Heads(List.of(new Heads.Head(SPACE, 0, 42, 3)))),
            answer(new Heads(List.of(new Heads.Head(SPACE, 0, 42, 3, 7L)))).in("Heads.2"),
            request(new CheckAccess(ALICE, SPACE), "actor", "space"),
            answer(new Access(Role.EDITOR, 3)),
            request(
                    new PutAttachment(ALICE, SPACE, "456", "reports/a.txt", "text/plain", "aGVsbG8="),
                    "actor",
                    "space",
                    "document",
                    "path",
                    "contentType",
                    "content"),
            request(new ReadAttachment(ALICE, SPACE, "456", "reports/a.txt"), "actor", "space", "document", "path"),
            answer(new Attachment(SPACE, "reports/a.txt", "456", "text/plain", 5, AT, "aGVsbG8=")),
            request(new Authenticate("alice", "correct horse"), "user", "password"),
            request(new SearchAccounts(ALICE, "ali", 10), "actor"),
            answer(new FoundAccounts(List.of(new FoundAccounts.Person("alice", "Alice")))),
            answer(new Account("alice", "Alice", List.of("staff"))),
            request(
                    new PutAccount(ALICE, "dave", "correct horse", "Dave", List.of("staff"), 1048576L, true),
                    "actor",
                    "user",
                    "password"),
            request(new ListAccounts(ALICE, "dave", "carol", 50), "actor"),
            answer(DAVE),
            answer(new AccountPage(List.of(DAVE), "dave")),
            request(
                    new ChangeAccount(ALICE, "dave", true, "correct horse", "Dave", List.of("staff"), 1048576L, false),
                    "actor",
                    "user",
                    "password"),
            request(new RemoveAccount(ALICE, "dave"), "actor", "user"),
            answer(new RemovedAccount("dave", List.of(SPACE))),
            request(new ListRevoked(7L)),
            answer(new Revoked(8, List.of(new Revoked.SignIns("dave", AT)))),
            request(new RenewSpaces(ALICE, SPACE), "actor"),
            answer(new RenewedSpaces(12)),
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
            answer(QUIET).in("Changed.2"),
            request(FLUSHED, "type", "space", "seq"),
            request(CUSTOM, "type", "user", "message"),
            request(CUSTOM_IN_SPACE, "type", "space", "message"),
            request(ACCESS_CHANGED, "type", "space", "accessVersion"),
            request(new PublishEvents(List.of(CHANGED, CUSTOM)), "events"),
            request(new PublishEvents(List.of(CUSTOM, CUSTOM_IN_SPACE)), "events")
                    .in("PublishEvents.2"),
            answer(new Published()),
            request(
                    new PresenceReport(
                            "node-1",
                            18,
                            List.of(new PresenceReport.Change(SPACE, 12, 18, List.of(PRESENT), List.of("bob"))),
                            List.of(new PresenceReport.Head(SPACE, 18))),
                    "node",
                    "clock",
                    "changes"),
            request(new ListPresence(List.of(SPACE)), "spaces"),
            answer(new PresenceStates(List.of(new PresenceStates.State(SPACE, 18, List.of(PRESENT))))),
            request(
                    new Deliveries(List.of(
                            new Deliveries.Delivery(LockSamples.LOCKED.topics(), LockSamples.LOCKED),
                            new Deliveries.Delivery(LockSamples.UNLOCKED.topics(), LockSamples.UNLOCKED),
                            new Deliveries.Delivery(ACCESS_CHANGED.topics(), ACCESS_CHANGED))),
                    "deliveries"));

    private static final List<Sample> NODES =
            List.of(request(new Greet("8f14e45f-ceea-467f-a8e5-6c0e0f2d7d3a"), "node"), answer(new Greeted("0.1.0")));

    static final List<Sample> ALL = Stream.of(
                    METADATA_AND_EVENTS, LockSamples.ALL, PushSamples.ALL, TriggerSamples.ALL, NODES)
            .flatMap(List::stream)
            .toList();

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
