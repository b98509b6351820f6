package io.lockstep.metadata;

import io.lockstep.contract.Actor;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Access;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.DocumentSync;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.FoundAccounts;
import io.lockstep.contract.metadata.Heads;
import io.lockstep.contract.metadata.Revoked;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.contract.metadata.Written;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> removed = new HashSet<>();
    private final List<Revoked.SignIns> revoked = new ArrayList<>();

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
        decisions
                .heads()
                .forEach(head -> spaces.computeIfPresent(
                        head.space(),
                        (id, space) -> moved(
                                space,
                                head,
                                Objects.requireNonNull(decisions.usage().get(id)))));
        decisions
                .documents()
                .forEach(document ->
                        documentsOf(document.key().space()).put(document.key().document(), document));
        decisions.changes().forEach(change -> changesOf(change.space()).add(change));
        operations.putAll(decisions.operations());
        return Future.succeededFuture(decisions);
    }

    @Override
    public Future<Optional<Seen<Document>>> readDocument(
            Set<String> principals, DocumentKey key, @Nullable String unless) {
        return Future.succeededFuture(stored(key.space())
                .flatMap(space -> Optional.ofNullable(documentsOf(key.space()).get(key.document()))
                        .filter(document -> !document.deleted())
                        .map(StoredDocument::toDocument)
                        .map(document -> document.etag().equals(unless) ? picked(document, List.of()) : document)
                        .map(document -> new Seen<>(document, space.grants()))));
    }

    @Override
    public Future<Optional<Seen<Sight<Listing.Item>>>> listDocuments(
            Set<String> principals, Listing listing, int limit) {
        return Future.succeededFuture(stored(listing.space()).map(stored -> {
            var documents = listing.isAt(stored.head())
                    ? List.<StoredDocument>of()
                    : documentsOf(listing.space()).values();
            return new Seen<>(
                    new Sight<>(stored.head(), MemoryListing.items(listing, documents, limit)), stored.grants());
        }));
    }

    @Override
    public Future<Optional<Seen<DocumentSync>>> syncDocuments(Set<String> principals, SyncDocuments request) {
        return Future.succeededFuture(stored(request.space()).map(space -> {
            var chosen = documentsOf(request.space()).values().stream()
                    .filter(document -> isChosen(document, request))
                    .sorted(Comparator.comparing(StoredDocument::updatedAt)
                            .thenComparing(document -> document.key().document()))
                    .toList();
            var changed = chosen.stream()
                    .filter(document -> isChanged(document, request))
                    .toList();
            var page = changed.stream()
                    .limit(request.limit() == null ? Long.MAX_VALUE : request.limit())
                    .map(document -> picked(document.toDocument(), request.only()))
                    .toList();
            int pending = changed.size() - page.size();
            var others = chosen.stream()
                    .filter(document -> pending == 0 && !isChanged(document, request))
                    .map(document -> document.key().document())
                    .toList();
            var head = space.head();
            return new Seen<>(
                    new DocumentSync(head.cursor(), head.lastUpdate(), false, page, pending, others), space.grants());
        }));
    }

    private static boolean isChosen(StoredDocument document, SyncDocuments request) {
        var fields = document.fields().toJson();
        return !document.deleted()
                && (!request.isNumbered() || document.key().document().matches("0|[1-9][0-9]{0,17}"))
                && request.texts().stream()
                        .allMatch(text -> String.valueOf(fields.getValue(text.getKey(), ""))
                                .equals(text.getValue()));
    }

    private static boolean isChanged(StoredDocument document, SyncDocuments request) {
        var since = Objects.requireNonNullElse(request.since(), Instant.MIN);
        var after = Objects.requireNonNullElse(request.afterUpdatedAt(), Instant.MIN);
        var updated = document.updatedAt();
        return !updated.isBefore(since)
                && (updated.isAfter(after)
                        || (updated.equals(after)
                                && document.key()
                                                .document()
                                                .compareTo(Objects.requireNonNullElse(request.afterDocument(), ""))
                                        > 0));
    }

    private static Document picked(Document document, @Nullable List<String> only) {
        if (only == null) {
            return document;
        }
        var fields = document.fields().copy();
        fields.fieldNames().removeIf(field -> !only.contains(field));
        return new Document(
                document.space(),
                document.document(),
                document.revision(),
                document.etag(),
                fields,
                document.readonly(),
                document.updatedAt(),
                document.updatedBy());
    }

    @Override
    public Future<Void> settleSpace(String space, Instant now) {
        spaces.computeIfPresent(space, (id, stored) -> {
            var head = stored.head();
            var second = head.lastUpdate().truncatedTo(ChronoUnit.SECONDS);
            boolean isOver = head.lastUpdate().isBefore(now.truncatedTo(ChronoUnit.SECONDS));
            boolean saw = documentsOf(space).values().stream()
                    .anyMatch(document ->
                            !document.deleted() && !document.updatedAt().isBefore(second));
            return isOver && saw ? moved(stored, settled(head, second), stored.usage()) : stored;
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Seen<Sight<Event.Changed>>>> listChanges(
            Set<String> principals, String space, long since, int limit, @Nullable String document, boolean isWhole) {
        return Future.succeededFuture(stored(space).map(stored -> {
            var changes = changesOf(space).stream()
                    .filter(change -> change.seq() > since)
                    .filter(change -> document == null || document.equals(change.document()))
                    .limit(limit)
                    .map(change -> isWhole ? change.with(change.before(), current(change)) : change.with(null, null))
                    .toList();
            return new Seen<>(new Sight<>(stored.head(), changes), stored.grants());
        }));
    }

    private Event.Changed.@Nullable Current current(Event.Changed change) {
        var document = Objects.requireNonNull(documentsOf(change.space()).get(change.document()));
        return document.deleted()
                ? null
                : new Event.Changed.Current(
                        document.revision(), document.etag(), document.fields().toJson());
    }

    @Override
    public Future<List<Sourced>> listSources(String space, @Nullable String after, @Nullable String upTo) {
        return Future.succeededFuture(documentsOf(space).values().stream()
                .filter(document -> !document.deleted() && document.sourceEtag() != null)
                .map(document -> new Sourced(
                        document.key().document(), document.revision(), Objects.requireNonNull(document.sourceEtag())))
                .filter(document -> after == null || document.document().compareTo(after) > 0)
                .filter(document -> upTo == null || document.document().compareTo(upTo) <= 0)
                .toList());
    }

    @Override
    public Future<Heads> listHeads(List<String> asked) {
        return Future.succeededFuture(new Heads(spaces.values().stream()
                .map(StoredSpace::head)
                .filter(head -> asked.contains(head.space()))
                .map(head -> new Heads.Head(head.space(), head.epoch(), head.seq(), head.accessVersion(), head.floor()))
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
                .map(stored -> new Access(
                        removed.contains(actor.user()) ? null : stored.grants().roleOf(actor),
                        stored.head().accessVersion()))
                .orElse(new Access(null, 0)));
    }

    @Override
    public Future<SpaceStore.Update> updateSpace(String space, Function<Optional<StoredSpace>, StoredSpace> rule) {
        return Future.succeededFuture(Optional.ofNullable(spaces.get(space))).map(before -> {
            var after = rule.apply(before);
            spaces.put(space, after);
            return new SpaceStore.Update(before, bounded(after));
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
        removed.remove(account.name());
        return Future.succeededFuture(standing);
    }

    @Override
    public Future<StoredAccount> updateAccount(
            String name, Instant now, Function<Optional<StoredAccount>, AccountStore.Update> rule) {
        return findAccount(name).map(rule).map(update -> {
            accounts.put(name, update.after());
            removed.remove(name);
            if (update.isRevoking()) {
                revoke(name, now);
            }
            return update.after();
        });
    }

    @Override
    public Future<Optional<Removal>> removeAccount(String name, Instant now) {
        var account = accounts.remove(name);
        if (account == null) {
            return Future.succeededFuture(Optional.empty());
        }
        revoke(name, now);
        removed.add(name);
        var own = new ArrayList<String>();
        var versions = new HashMap<String, Long>();
        spaces.replaceAll((id, space) -> {
            var members = new HashMap<>(space.grants().members());
            boolean isMember = members.remove("user:" + name) != null;
            if (isMember) {
                own.add(id);
            }
            if (!isMember && account.groups().stream().noneMatch(group -> members.containsKey("group:" + group))) {
                return space;
            }
            var head = space.head().withNewAccess();
            versions.put(id, head.accessVersion());
            return new StoredSpace(
                    head, space.title(), space.fields(), new Grants(members), space.owner(), space.usage());
        });
        return Future.succeededFuture(Optional.of(new Removal(own, versions)));
    }

    @Override
    public Future<List<StoredAccount>> listAccounts(@Nullable String user, @Nullable String after, int limit) {
        return Future.succeededFuture(accounts.values().stream()
                .filter(account -> user == null || account.name().equals(user))
                .filter(account -> after == null || account.name().compareTo(after) > 0)
                .sorted(Comparator.comparing(StoredAccount::name))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Revoked> listRevoked(long since) {
        return Future.succeededFuture(new Revoked(
                revoked.size(), List.copyOf(revoked.subList((int) Math.min(since, revoked.size()), revoked.size()))));
    }

    private void revoke(String name, Instant now) {
        // The place stays, as versions rise; what stood there before counts no more.
        revoked.replaceAll(one -> one.user().equals(name) ? new Revoked.SignIns("", now) : one);
        revoked.add(new Revoked.SignIns(name, now));
    }

    @Override
    public Future<Integer> renewSpaces(@Nullable String space, long step) {
        int count = 0;
        for (var stored : List.copyOf(spaces.values())) {
            var head = stored.head();
            if (space == null || head.space().equals(space)) {
                var renewed = new SpaceHead(
                        head.space(),
                        1 + (head.epoch() + step) % (SpaceStore.MAX_STEP + 1),
                        head.seq(),
                        head.floor(),
                        head.accessVersion(),
                        head.lastUpdate());
                spaces.put(head.space(), moved(stored, renewed, stored.usage()));
                count++;
            }
        }
        return Future.succeededFuture(count);
    }

    @Override
    public Future<List<FoundAccounts.Person>> searchAccounts(String text, int limit) {
        var part = text.toLowerCase(Locale.ROOT);
        return Future.succeededFuture(accounts.values().stream()
                .filter(account -> account.name().toLowerCase(Locale.ROOT).contains(part)
                        || account.displayName().toLowerCase(Locale.ROOT).contains(part))
                .sorted(Comparator.comparing(StoredAccount::name))
                .limit(limit)
                .map(account -> new FoundAccounts.Person(account.name(), account.displayName()))
                .toList());
    }

    private Standing standing() {
        var heads = new HashMap<String, SpaceHead>();
        var grants = new HashMap<String, Grants>();
        var definitions = new HashMap<String, List<FieldDefinition>>();
        var usage = new HashMap<String, Usage>();
        spaces.forEach((id, space) -> {
            usage.put(id, bounded(space).usage());
            heads.put(id, space.head());
            grants.put(id, space.grants());
            definitions.put(id, space.fields());
        });
        var all = new HashMap<DocumentKey, StoredDocument>();
        documents.values().forEach(stored -> stored.values().forEach(document -> all.put(document.key(), document)));
        return new Standing(heads, grants, all, Map.copyOf(operations), definitions, usage);
    }

    private Optional<StoredSpace> stored(String space) {
        return Optional.ofNullable(spaces.get(space));
    }

    private Optional<StoredSpace> seen(Actor actor, String space) {
        return stored(space).map(this::bounded).filter(stored -> stored.grants().roleOf(actor) != null);
    }

    private NavigableMap<String, StoredDocument> documentsOf(String space) {
        return documents.computeIfAbsent(space, id -> new TreeMap<>());
    }

    private List<Event.Changed> changesOf(String space) {
        return changes.computeIfAbsent(space, id -> new ArrayList<>());
    }

    private static SpaceHead settled(SpaceHead head, Instant second) {
        return new SpaceHead(
                head.space(), head.epoch(), head.seq(), head.floor(), head.accessVersion(), second.plusSeconds(1));
    }

    /** With the quota that its owner has by now. */
    private StoredSpace bounded(StoredSpace space) {
        var quotaBytes = Optional.ofNullable(space.owner())
                .map(accounts::get)
                .map(StoredAccount::quotaBytes)
                .orElse(null);
        return moved(space, space.head(), new Usage(space.usage().usedBytes(), quotaBytes));
    }

    private static StoredSpace moved(StoredSpace space, SpaceHead head, Usage usage) {
        return new StoredSpace(head, space.title(), space.fields(), space.grants(), space.owner(), usage);
    }
}
