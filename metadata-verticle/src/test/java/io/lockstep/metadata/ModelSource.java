package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.json;

import io.lockstep.contract.metadata.ReconcileDocuments;
import io.lockstep.contract.metadata.ReconcileDocuments.Item;
import io.lockstep.contract.metadata.Reconciled;
import io.lockstep.contract.metadata.Reconciled.State;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A source of documents that changes as it likes, and is reconciled now and then. */
final class ModelSource {
    private final Random random;
    private final List<String> ids;
    private final Map<String, Entry> entries = new TreeMap<>();
    private int version;

    ModelSource(Random random, List<String> ids) {
        this.random = random;
        this.ids = ids;
    }

    /** Makes, changes or removes one entry; a content may be written anew without a change of it. */
    void change() {
        var id = ids.get(random.nextInt(ids.size()));
        var entry = entries.get(id);
        if (entry != null && random.nextInt(5) == 0) {
            entries.remove(id);
        } else if (entry != null && random.nextBoolean()) {
            entries.put(id, new Entry(entry.etag(), random.nextInt(3), entry.content()));
        } else {
            entries.put(id, new Entry("v" + ++version, random.nextInt(3), "content " + random.nextInt(3)));
        }
    }

    /** Reconciles all of it as the contract wants it: without contents first, then those that are wanted. */
    void reconcile(Rig node, boolean quiet) {
        var first = reconcile(node, Set.of(), quiet);
        var wanted = first.items().stream()
                .filter(item -> item.state() == State.WANTED)
                .map(Reconciled.Item::document)
                .collect(Collectors.toSet());
        if (!wanted.isEmpty()) {
            requireDone(reconcile(node, wanted, quiet));
        }
    }

    private static void requireDone(Reconciled reconciled) {
        for (var item : reconciled.items()) {
            if (item.state() == State.REFUSED || item.state() == State.WANTED) {
                throw new AssertionError("must be done: " + item);
            }
        }
    }

    private Reconciled reconcile(Rig node, Set<String> withContent, boolean quiet) {
        var items = entries.entrySet().stream()
                .map(entry -> entry.getValue().item(entry.getKey(), withContent.contains(entry.getKey())))
                .toList();
        var request = new ReconcileDocuments(Rig.EDITOR, node.space, items, null, true, null, null, true, quiet);
        return node.await(() -> node.sources.reconcile(request));
    }

    /** What the documents of the source must be after a reconcile. */
    Map<String, JsonObject> documents() {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue()
                                .fields()
                                .put("content", entry.getValue().content())));
    }

    private record Entry(String etag, int title, String content) {
        Item item(String id, boolean isWithContent) {
            return new Item(id, etag, fields(), isWithContent ? json("content", content) : null);
        }

        private JsonObject fields() {
            return json("title", title);
        }
    }
}
