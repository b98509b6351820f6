package io.lockstep.gateway.wire.openregister;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.Require;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A position in the feeds of all places of a caller at once: everything up to it has been seen. A place that it does not name
 * is one that he has seen nothing of. Clients keep the text form and must not look into it. Pure.
 */
record RealtimeCursor(Map<String, Cursor> positions) {
    private static final int MAX_LENGTH = 64 * 1024;

    static final RealtimeCursor START = new RealtimeCursor(Map.of());

    RealtimeCursor {
        positions = Map.copyOf(positions);
    }

    Optional<Cursor> of(ObjectPlace place) {
        return Optional.ofNullable(positions.get(place.space()));
    }

    RealtimeCursor with(ObjectPlace place, Cursor cursor) {
        var more = new TreeMap<>(positions);
        more.put(place.space(), cursor);
        return new RealtimeCursor(more);
    }

    String encode() {
        var text = new StringJoiner(" ");
        new TreeMap<>(positions)
                .forEach((space, cursor) ->
                        text.add(space.substring(ObjectPlace.WIRE.length() + 1)).add(cursor.encode()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(UTF_8));
    }

    /** Fails with BAD_REQUEST when the text is no cursor. */
    static RealtimeCursor parse(String text) {
        if (text.isEmpty()) {
            return START;
        }
        var parts = decoded(text).split(" ", -1);
        if (parts.length % 2 != 0) {
            throw malformed();
        }
        var positions = new TreeMap<String, Cursor>();
        for (int i = 0; i < parts.length; i += 2) {
            positions.put(ObjectPlace.WIRE + ":" + parts[i], Cursor.parse(parts[i + 1]));
        }
        return new RealtimeCursor(positions);
    }

    private static String decoded(String text) {
        if (text.length() > MAX_LENGTH) {
            throw malformed();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(text), UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw malformed();
        }
    }

    private static RuntimeException malformed() {
        return Require.badRequest("'since' must be a cursor that the server gave");
    }
}
