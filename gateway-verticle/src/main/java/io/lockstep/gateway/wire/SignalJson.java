package io.lockstep.gateway.wire;

import io.lockstep.contract.Json;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The JSON of a signal as our own clients know it, the same over every transport. Pure. */
public final class SignalJson {
    private SignalJson() {}

    public static JsonObject of(Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return event(happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return event(merged.change()).put("merged", merged.changes());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return typed("snapshot", snapshot.space())
                    .put("cursor", snapshot.cursor())
                    .put("locks", Json.toJson(snapshot.locks()).getJsonArray("locks"))
                    .put("lockSeq", snapshot.locks().lockSeq())
                    .put("users", users(snapshot.users()));
        }
        if (signal instanceof Signal.Resync resync) {
            return typed("resync", resync.space())
                    .put("reason", resync.reason().name().toLowerCase(Locale.ROOT))
                    .put("cursor", resync.cursor());
        }
        if (signal instanceof Signal.Presence presence) {
            return typed("presence", presence.space())
                    .put("users", users(presence.users()))
                    .put("total", presence.total());
        }
        if (signal instanceof Signal.Missed missed) {
            return new JsonObject()
                    .put("type", "resync")
                    .put("user", missed.user())
                    .put("reason", Signal.Resync.Reason.SLOW.name().toLowerCase(Locale.ROOT));
        }
        return typed("revoked", ((Signal.Revoked) signal).space());
    }

    private static JsonObject typed(String type, String space) {
        return new JsonObject().put("type", type).put("space", space);
    }

    private static JsonObject event(Event event) {
        var json = Json.toJson(event);
        // For gateways only.
        json.remove("accessVersion");
        json.remove("quiet");
        return event instanceof Event.CustomInSpace ? json.put("type", "custom") : json;
    }

    private static JsonArray users(List<Signal.Present> users) {
        var array = new JsonArray();
        for (var user : users) {
            var json = new JsonObject().put("user", user.user()).put("displayName", user.displayName());
            array.add(user.documents().isEmpty() ? json : json.put("documents", new JsonArray(user.documents())));
        }
        return array;
    }
}
