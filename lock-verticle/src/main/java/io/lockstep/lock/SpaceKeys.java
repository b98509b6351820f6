package io.lockstep.lock;

import io.lockstep.contract.SpaceId;

/**
 * The names of one space's keys in Redis; the table is in the package's doc. All carry the same hash tag, so a cluster
 * keeps them in one slot.
 */
record SpaceKeys(String prefix, String tag) {
    private static final String METAVOX = "metavox";

    static SpaceKeys of(String space) {
        // MetaVox's documents promise metavox_lock:{<folder>}:<file>:<field>, which existing tools look for.
        return SpaceId.wire(space).equals(METAVOX)
                ? new SpaceKeys("metavox_lock", SpaceId.name(space))
                : new SpaceKeys("lock", space);
    }

    String counters() {
        return prefix + ".space:{" + tag + "}";
    }

    String deadlines() {
        return prefix + ".deadlines:{" + tag + "}";
    }

    String warnings() {
        return prefix + ".warnings:{" + tag + "}";
    }

    String attendees() {
        return prefix + ".attendees:{" + tag + "}";
    }

    String audit() {
        return prefix + ".audit:{" + tag + "}";
    }

    /** What the key of every line of waiters starts with. */
    String lines() {
        return prefix + ".waiting:{" + tag + "}:";
    }

    /** What the key of every lock starts with. */
    String locks() {
        return prefix + ":{" + tag + "}:";
    }

    /** What the key of every document starts with. */
    String documents() {
        return prefix + ".document:{" + tag + "}:";
    }

    /** Encodes what would end a name or a hash tag. */
    static String encode(String name) {
        return name.replace("%", "%25").replace(":", "%3A").replace("{", "%7B").replace("}", "%7D");
    }
}
