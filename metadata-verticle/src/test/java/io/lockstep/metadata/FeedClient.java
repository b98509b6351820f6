package io.lockstep.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListChanges;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows the feed by its cursor and applies each patch; a step is one page. */
final class FeedClient implements SyncClient {
    private final int size;
    private final Map<String, Held> copy = new TreeMap<>();
    private @Nullable String cursor;
    private long seq;
    private boolean isAtHead;

    FeedClient(int size) {
        this.size = size;
    }

    @Override
    public Future<Void> step(Rig node) {
        var request = new ListChanges(Rig.VIEWER, node.space, cursor, size);
        return node.start(() -> node.documents.changes(request)).map(this::take);
    }

    private @Nullable Void take(Changes changes) {
        changes.changes().forEach(this::apply);
        cursor = changes.cursor();
        isAtHead = changes.pending() == 0;
        return null;
    }

    private void apply(Event.Changed change) {
        assertThat(change.seq()).isEqualTo(seq + 1);
        seq = change.seq();
        if (change.verb() == Verb.DELETED) {
            copy.remove(change.document());
            return;
        }
        var standing = copy.get(change.document());
        var fields = standing == null ? new JsonObject() : standing.fields().copy();
        for (var field : Objects.requireNonNull(change.patch())) {
            if (field.getValue() == null) {
                fields.remove(field.getKey());
            } else {
                fields.put(field.getKey(), field.getValue());
            }
        }
        copy.put(change.document(), new Held(change.etag(), fields));
    }

    @Override
    public boolean isCurrent() {
        return isAtHead;
    }

    @Override
    public Map<String, Held> copy() {
        return copy;
    }

    @Override
    public void forget() {
        copy.clear();
        cursor = null;
        seq = 0;
    }
}
