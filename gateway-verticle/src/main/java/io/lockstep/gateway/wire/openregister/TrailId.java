package io.lockstep.gateway.wire.openregister;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a row of an audit trail: the number of a change, or {@code l} and the number of what became of a lock, a dot, and
 * the name of the space. Clients must not look into it. Pure.
 */
record TrailId(boolean isChange, long number, String space) {
    private static final Pattern ID = Pattern.compile("(l?)([0-9]{1,18})\\.(.+)");

    static Optional<TrailId> parse(String id) {
        var matcher = ID.matcher(id);
        return matcher.matches()
                ? Optional.of(new TrailId(
                        matcher.group(1).isEmpty(),
                        Long.parseLong(matcher.group(2)),
                        ObjectPlace.WIRE + ":" + matcher.group(3)))
                : Optional.empty();
    }

    String encode() {
        return (isChange ? "" : "l") + number + "." + space.substring(ObjectPlace.WIRE.length() + 1);
    }
}
