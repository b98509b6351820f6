package io.lockstep.deploy.delivery;

import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients see, and keeps what many of them see only once in memory. For all event loops. */
public final class Sightings {
    private final Map<Seen, Seen> shared = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    Seen shared(Seen seen) {
        count(seen);
        return seen instanceof Seen.Changed ? shared.computeIfAbsent(seen, first -> first) : seen;
    }

    private void count(Seen seen) {
        count(seen.getClass().getSimpleName());
        if (seen instanceof Seen.Joined joined) {
            count("Joined by " + joined.transport());
        } else if (seen instanceof Seen.Resync resync) {
            count("Resync " + resync.reason());
        } else if (seen instanceof Seen.Changed changed && changed.changes() > 1) {
            count("Changed merged");
        } else if (seen instanceof Seen.Changed changed && changed.patch() == null && changed.verb() != Verb.DELETED) {
            count("Changed truncated");
        }
    }

    void count(String what) {
        counts.computeIfAbsent(what, added -> new LongAdder()).increment();
    }

    long counted(String what) {
        var count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    static Seen.Changed changed(JsonObject event) {
        return new Seen.Changed(
                event.getString("space"),
                event.getLong("seq"),
                event.getInteger("merged", 1),
                Api.seq(event.getString("cursor")),
                event.getString("document"),
                event.getLong("revision"),
                Verb.valueOf(event.getString("verb").toUpperCase(Locale.ROOT)),
                event.getJsonObject("patch"));
    }

    @Override
    public String toString() {
        return new TreeMap<>(counts).toString();
    }
}
