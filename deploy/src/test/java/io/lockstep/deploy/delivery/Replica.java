package io.lockstep.deploy.delivery;

import io.lockstep.contract.metadata.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents of a space as a client comes to have them, from what he was told and what he read. A document's revision says
 * what is news, as reading may overtake what is told.
 */
final class Replica {
    private final Map<String, Seen.Document> documents = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final List<Seen.Changed> early = new ArrayList<>();
    private boolean isStale = true;

    void take(Seen seen) {
        if (seen instanceof Seen.Changed change) {
            changed(change);
        } else if (seen instanceof Seen.Resync) {
            stale();
        } else if (seen instanceof Seen.Loaded loaded) {
            loaded(loaded);
        } else if (seen instanceof Seen.Read read) {
            read(read);
        }
    }

    /** Nothing counts until the documents have been loaded; what is told meanwhile is applied then. */
    void stale() {
        isStale = true;
        early.clear();
    }

    boolean isStale() {
        return isStale;
    }

    /** What the client has to read. */
    Set<String> unread() {
        return unread;
    }

    boolean isComplete() {
        return !isStale && unread.isEmpty();
    }

    Map<String, Seen.Document> documents() {
        return documents;
    }

    private void changed(Seen.Changed change) {
        if (isStale) {
            early.add(change);
        } else if (change.revision() > revisions.getOrDefault(change.document(), 0L)) {
            revisions.put(change.document(), change.revision());
            apply(change);
        }
    }

    private void apply(Seen.Changed change) {
        var id = change.document();
        var patch = change.patch();
        var known = documents.get(id);
        switch (change.verb()) {
            case DELETED -> {
                documents.remove(id);
                unread.remove(id);
            }
            case CREATED, UPDATED, LEFT -> {
                var isWhole = change.verb() == Verb.CREATED;
                if (patch == null || (!isWhole && (known == null || unread.contains(id)))) {
                    unread.add(id);
                } else {
                    var fields = isWhole || known == null
                            ? patch.copy()
                            : known.fields().copy().mergeIn(patch);
                    fields.fieldNames().stream()
                            .filter(name -> fields.getValue(name) == null)
                            .toList()
                            .forEach(fields::remove);
                    documents.put(id, new Seen.Document(change.revision(), fields));
                    unread.remove(id);
                }
            }
        }
    }

    private void loaded(Seen.Loaded loaded) {
        documents.clear();
        revisions.clear();
        unread.clear();
        documents.putAll(loaded.documents());
        documents.forEach((id, document) -> revisions.put(id, document.revision()));
        isStale = false;
        early.forEach(this::changed);
        early.clear();
    }

    /** A document that was older than what had been told is to be read again. */
    private void read(Seen.Read read) {
        if (isStale || !unread.contains(read.document())) {
            return;
        }
        read.found().ifPresentOrElse(found -> found(read.document(), found), () -> {
            documents.remove(read.document());
            unread.remove(read.document());
        });
    }

    private void found(String id, Seen.Document found) {
        if (found.revision() >= revisions.getOrDefault(id, 0L)) {
            documents.put(id, found);
            revisions.put(id, found.revision());
            unread.remove(id);
        }
    }
}
