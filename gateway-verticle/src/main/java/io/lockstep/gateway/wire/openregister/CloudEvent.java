package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.event.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A change of an object as a CloudEvent 1.0, without the object itself: who polls reads it if he wants to. Pure. */
final class CloudEvent {
    private static final String TYPE = "openregister.object.";

    private CloudEvent() {}

    static JsonObject of(ObjectPlace place, Event.Changed change) {
        var data = new JsonObject()
                .put("register", place.register())
                .put("schema", place.schema())
                .put("uuid", change.document())
                .put("version", ObjectVersion.of(change.revision()))
                .put("user", change.actor());
        var patch = change.patch();
        if (patch != null) {
            var names = new TreeSet<>(patch.fieldNames());
            names.removeIf(name -> !ObjectFields.isProperty(name));
            data.put("changed", new JsonArray(names.stream().toList()));
        }
        return new JsonObject()
                .put("specversion", "1.0")
                .put("id", new TrailId(true, change.seq(), place.space()).encode())
                .put("source", ObjectJson.uri(place, change.document()))
                .put("type", TYPE + change.verb().json())
                .put("subject", change.document())
                .put("time", Stamp.of(change.at()))
                .put("datacontenttype", "application/json")
                .put("data", data);
    }

    /** By its whole type, or by its end, such as {@code object.created} or {@code created}; null is any. */
    static boolean isOf(@Nullable String type, Event.Changed change) {
        var whole = TYPE + change.verb().json();
        return type == null || type.isEmpty() || whole.equals(type) || whole.endsWith("." + type);
    }
}
