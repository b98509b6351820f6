package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.Lock;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What happens in a MetaVox space, said on the push socket with the three events that the unmodified page knows. Pure.
 *
 * <p>The page never asks to hear of them. Choices of ours:
 *
 * <ul>
 *   <li>A lock on the whole document has the field name {@code *}: the page has no such cell and shows nothing, but its
 *       own attempt to lock a cell is refused with the owner's name. A renewal is said again when it was asked for by
 *       MetaVox's route, as in the original.
 *   <li>A snapshot is one {@code metavox_cell_locked} per standing lock, so that a late joiner sees them. When one comes
 *       again, because lock events were missed, the locks that have ended since are unlocked first. Only a page that
 *       did not read fast enough may keep a badge until the next event of its cell or its next reload: what it still
 *       shows is not known.
 *   <li>Who waits for a lock, knocks, or is displaced has no word here; nor have presence and lost access.
 *   <li>A resync names the folder only, at which the page reloads everything it shows.
 * </ul>
 */
public final class MetavoxWords implements PushWords {
    private static final String WIRE = "metavox";
    private static final String CELL_LOCKED = "metavox_cell_locked";
    private static final String CELL_UNLOCKED = "metavox_cell_unlocked";
    private static final String METADATA_CHANGED = "metavox_metadata_changed";

    /** At most what a long holds. */
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,17}");

    @Override
    public String wire() {
        return WIRE;
    }

    @Override
    public boolean isImplicit() {
        return true;
    }

    @Override
    public Future<List<String>> topics(Edge edge, Identity identity, String name) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return event(happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return event(merged.change());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return standing(snapshot);
        }
        if (signal instanceof Signal.Resync resync) {
            return frame(METADATA_CHANGED, Map.of("gfId", folder(resync.space())));
        }
        return List.of();
    }

    private static List<Frame> event(Event event) {
        if (event instanceof Event.Locked locked) {
            return locked(locked.space(), locked.document(), locked.field(), locked.user());
        }
        if (event instanceof Event.Unlocked unlocked) {
            return frame(CELL_UNLOCKED, cell(unlocked.space(), unlocked.document(), unlocked.field()));
        }
        if (event instanceof Event.Changed changed) {
            return frame(METADATA_CHANGED, change(changed));
        }
        return List.of();
    }

    private static List<Frame> standing(Signal.Snapshot snapshot) {
        var frames = new ArrayList<Frame>();
        for (var lock : snapshot.ended()) {
            frames.addAll(frame(CELL_UNLOCKED, cell(lock.space(), lock.document(), lock.field())));
        }
        for (var lock : snapshot.locks().locks()) {
            frames.addAll(locked(lock.space(), lock.document(), lock.field(), lock.owner()));
        }
        return frames;
    }

    private static List<Frame> locked(String space, String document, String field, String user) {
        return frame(CELL_LOCKED, lockedCell(space, document, field, user));
    }

    /** For one user: that a cell is locked. */
    static Event locked(String user, Lock lock) {
        var body = lockedCell(lock.space(), lock.document(), lock.field(), lock.owner());
        return new Event.Custom(user, CELL_LOCKED, new JsonObject(body));
    }

    /** For one user: that a cell is locked no longer. */
    static Event unlocked(String user, Lock lock) {
        var body = cell(lock.space(), lock.document(), lock.field());
        return new Event.Custom(user, CELL_UNLOCKED, new JsonObject(body));
    }

    private static Map<String, Object> lockedCell(String space, String document, String field, String user) {
        var body = cell(space, document, field);
        body.put("userId", user);
        return body;
    }

    /** One field goes with its value; of several the page reads the whole document. */
    private static Map<String, Object> change(Event.Changed changed) {
        var patch = changed.patch();
        if (patch == null || patch.size() != 1) {
            return file(changed.space(), changed.document());
        }
        var field = patch.fieldNames().iterator().next();
        var body = cell(changed.space(), changed.document(), field);
        body.put("value", MetavoxValues.text(patch.getMap().get(field)));
        return body;
    }

    private static Map<String, Object> cell(String space, String document, String field) {
        var body = file(space, document);
        body.put("fieldName", field);
        return body;
    }

    private static Map<String, Object> file(String space, String document) {
        var body = new LinkedHashMap<String, Object>();
        body.put("gfId", folder(space));
        body.put("fileId", number(document));
        return body;
    }

    private static Object folder(String space) {
        return number(String.join(":", SpaceId.parts(space)));
    }

    /** The original's ids are numbers; others, which only our own clients can make, stay strings. */
    private static Object number(String id) {
        return DECIMAL.matcher(id).matches() ? Long.valueOf(id) : id;
    }

    private static List<Frame> frame(String message, Object body) {
        return List.of(PushWords.frame(message, body));
    }
}
