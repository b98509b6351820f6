package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store in plain maps: the model that PostgreSQL is compared with. Every Future has ended when it is given. */
final class MemoryMetadataStore implements MetadataStore, DocumentStore, SpaceStore, AccountStore {
    private final Map<String, StoredSpace> spaces = new TreeMap<>();
    private final Map<String, NavigableMap<String, StoredDocument>> documents = new HashMap<>();
    private final Map<String, List<Event.Changed>> changes = new HashMap<>();
    private final Map<OperationKey, Written> operations = new HashMap<>();
    private final Map<String, StoredAccount> accounts = new HashMap<>();

    @Override
    public DocumentStore documents() {
        return this;
    }

    @Override
    public SpaceStore spaces() {
        return this;
    }

    @Override
    public AccountStore accounts() {
        return this;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Decisions> commit(List<Write> batch, Function<Standing, Decisions> rules) {
        var decisions = rules.apply(standing());
        decisions.heads().forEach(head -> spaces.computeIfPresent(head.space(), (id, space) -> moved(space, head)));
        decisions
                .documents()
                .forEach(document ->
                        documentsOf(document.key().space()).put(document.key().document(), document));
        decisions.changes().forEach(change -> changesOf(change.space()).add(change));
        operations.putAll(decisions.operations());
        return Future.succeededFuture(decisions);
    }

    @Override
    public Future<Optional<Document>> readDocument(Actor actor, DocumentKey key) {
        return Future.succeededFuture(seen(actor, key.space())
                .map(space -> documentsOf(key.space()).get(key.document()))
                .filter(document -> !document.deleted())
                .map(StoredDocument::toDocument));
    }

    @Override
    public Future<Optional<Sight<Document>>> listDocuments(Actor actor, String space, String after, int limit) {
        return Future.succeededFuture(seen(actor, space)
                .map(stored -> new Sight<>(
                        stored.head(),
                        documentsOf(space).tailMap(after, false).values().stream()
                                .filter(document -> !document.deleted())
                                .limit(limit)
                                .map(StoredDocument::toDocument)
                                .toList())));
    }

    @Override
    public Future<Optional<Sight<Event.Changed>>> listChanges(Actor actor, String space, long since, int limit) {
        return Future.succeededFuture(seen(actor, space)
                .map(stored -> new Sight<>(
                        stored.head(),
                        changesOf(space).stream()
                                .filter(change -> change.seq() > since)
                                .limit(limit)
                                .toList())));
    }

    @Override
    public Future<Heads> listHeads(List<String> asked) {
        return Future.succeededFuture(new Heads(spaces.values().stream()
                .map(StoredSpace::head)
                .filter(head -> asked.contains(head.space()))
                .map(head -> new Heads.Head(head.space(), head.epoch(), head.seq(), head.accessVersion()))
                .toList()));
    }

    @Override
    public Future<Optional<Space>> findSpace(Actor actor, String space) {
        return Future.succeededFuture(seen(actor, space)
                .map(stored ->
                        stored.seenAs(Objects.requireNonNull(stored.grants().roleOf(actor)))));
    }

    @Override
    public Future<Spaces> listSpaces(Actor actor, @Nullable String wire) {
        var seen = new ArrayList<Spaces.Summary>();
        spaces.forEach((id, space) -> {
            var role = space.grants().roleOf(actor);
            if (role != null && (wire == null || SpaceId.wire(id).equals(wire))) {
                seen.add(new Spaces.Summary(id, space.title(), role));
            }
        });
        return Future.succeededFuture(new Spaces(seen));
    }

    @Override
    public Future<Access> checkAccess(Actor actor, String space) {
        return Future.succeededFuture(Optional.ofNullable(spaces.get(space))
                .map(stored ->
                        new Access(stored.grants().roleOf(actor), stored.head().accessVersion()))
                .orElse(new Access(null, 0)));
    }

    @Override
    public Future<Update> updateSpace(String space, Function<Optional<StoredSpace>, StoredSpace> rule) {
        return Future.succeededFuture(Optional.ofNullable(spaces.get(space))).map(before -> {
            var after = rule.apply(before);
            spaces.put(space, after);
            return new Update(before, after);
        });
    }

    @Override
    public Future<Optional<StoredAccount>> findAccount(String name) {
        return Future.succeededFuture(Optional.ofNullable(accounts.get(name)));
    }

    @Override
    public Future<StoredAccount> putAccount(StoredAccount account, boolean onlyIfAbsent) {
        var standing = onlyIfAbsent ? accounts.getOrDefault(account.name(), account) : account;
        accounts.put(account.name(), standing);
        return Future.succeededFuture(standing);
    }

    private Standing standing() {
        var heads = new HashMap<String, SpaceHead>();
        var grants = new HashMap<String, Grants>();
        var definitions = new HashMap<String, List<FieldDefinition>>();
        spaces.forEach((id, space) -> {
            heads.put(id, space.head());
            grants.put(id, space.grants());
            definitions.put(id, space.fields());
        });
        var all = new HashMap<DocumentKey, StoredDocument>();
        documents.values().forEach(stored -> stored.values().forEach(document -> all.put(document.key(), document)));
        return new Standing(heads, grants, all, Map.copyOf(operations), definitions);
    }

    private Optional<StoredSpace> seen(Actor actor, String space) {
        return Optional.ofNullable(spaces.get(space))
                .filter(stored -> stored.grants().roleOf(actor) != null);
    }

    private NavigableMap<String, StoredDocument> documentsOf(String space) {
        return documents.computeIfAbsent(space, id -> new TreeMap<>());
    }

    private List<Event.Changed> changesOf(String space) {
        return changes.computeIfAbsent(space, id -> new ArrayList<>());
    }

    private static StoredSpace moved(StoredSpace space, SpaceHead head) {
        return new StoredSpace(head, space.title(), space.fields(), space.grants());
    }
}
