package io.lockstep.gateway.wire.openregister;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of an object: {@code 1.0.<revision - 1>}, so a new one is 1.0.0 and each change counts its last part up. The
 * etag of an object begins with it. Pure.
 */
final class ObjectVersion {
    private static final Pattern VERSION = Pattern.compile("1\\.0\\.(0|[1-9][0-9]{0,17})(?:-[0-9a-f]+)?");

    private ObjectVersion() {}

    static String of(long revision) {
        return "1.0." + (revision - 1);
    }

    /** The revision of a version, or of an etag that begins with one; empty when it is neither. */
    static OptionalLong revision(String versionOrEtag) {
        Matcher matcher = VERSION.matcher(versionOrEtag);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1)) + 1) : OptionalLong.empty();
    }
}
