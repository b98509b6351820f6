package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of doctypes: lowercase letters, digits, {@code .} and {@code _}, no dot at an end, no two in a row. Some are the
 * original's own, and closed to {@code /data} and notifications. Pure.
 */
final class Doctype {
    static final String WIRE = "cozy";

    private static final Pattern VALID = Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*");
    static final String FILES = "io.cozy.files";

    /** Their events are made up by a service; nothing of them is ever stored. */
    private static final Set<String> SYNTHETIC = Set.of(
            "io.cozy.auth.confirmations",
            "io.cozy.sharings.initial_sync",
            "io.cozy.files.thumbnails",
            "io.cozy.notes.events",
            "io.cozy.jobs.events");

    /** Any doctype with this end carries the logs of another one. */
    private static final String LOGS = ".logs";

    /** What a user is told of by his own topic: no right is needed but a valid token. */
    private static final Set<String> PERSONAL = Set.of("io.cozy.auth.confirmations", "io.cozy.sharings.initial_sync");

    private static final Set<String> OF_FILES = Set.of("io.cozy.files.thumbnails", "io.cozy.notes.events");

    private static final Set<String> RESERVED = Set.of(
            "io.cozy.sessions", "io.cozy.sessions.logins", "io.cozy.permissions", "io.cozy.sharings", "io.cozy.shared");

    private Doctype() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    static boolean isReserved(String name) {
        return RESERVED.contains(name) || isSynthetic(name);
    }

    static boolean isSynthetic(String name) {
        return SYNTHETIC.contains(name) || name.endsWith(LOGS);
    }

    static boolean isPersonal(String name) {
        return PERSONAL.contains(name);
    }

    /** The doctype by whose rights, and in whose space, this one is listened to. */
    static String home(String name) {
        return OF_FILES.contains(name) ? FILES : name;
    }

    /** The document by whose rights this one is listened to. */
    static String homeId(String name, String id) {
        return name.equals("io.cozy.settings") && id.equals("io.cozy.settings.passphrase")
                ? "io.cozy.settings.instance"
                : id;
    }

    /** The space of a doctype; fails with BAD_REQUEST for a name that is too long. */
    static String space(String name) throws ServiceException {
        return SpaceId.of(WIRE, Require.name(name, "type"));
    }

    /** The doctype of a space; the space's whole name when somebody gave it more parts. */
    static String of(String space) {
        return String.join(":", SpaceId.parts(space));
    }
}
