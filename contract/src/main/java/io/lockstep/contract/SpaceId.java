package io.lockstep.contract;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The id of a space: {@code <wire>:<name parts joined by ':'>}, at most 255 bytes. Inside a part, characters outside
 * {@code [A-Za-z0-9._~-]} are percent-encoded, so an id needs no quoting in a Redis key, a topic or a URL path.
 */
public final class SpaceId {
    private static final int MAX_BYTES = 255;
    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*(:([A-Za-z0-9._~-]|%[0-9A-F]{2})+)+");

    private SpaceId() {}

    /** The id, e.g. {@code of("metavox", "103")} is {@code metavox:103}. */
    public static String of(String wire, String... parts) {
        return check(wire + ":" + Arrays.stream(parts).map(SpaceId::encode).collect(Collectors.joining(":")));
    }

    /** The id unchanged if it is one; fails with BAD_REQUEST otherwise. */
    @CanIgnoreReturnValue
    public static String check(@Nullable String space) {
        var id = Require.present(space, "space");
        if (id.length() > MAX_BYTES || !VALID.matcher(id).matches()) {
            throw Require.badRequest(
                    "'space' must be <wire>:<name>, at most 255 characters, others than A-Z a-z 0-9 . _ ~ - percent-encoded");
        }
        return id;
    }

    public static String wire(String space) {
        return space.substring(0, space.indexOf(':'));
    }

    /** The id without its wire: {@code decidesk:meeting} for {@code openregister:decidesk:meeting}. */
    public static String name(String space) {
        return space.substring(space.indexOf(':') + 1);
    }

    /** The decoded parts of the name. */
    public static List<String> parts(String space) {
        return Arrays.stream(name(space).split(":"))
                .map(part -> java.net.URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static String encode(String part) {
        var out = new StringBuilder(part.length());
        for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (octet & 0xff);
            if (character < 128 && (Character.isLetterOrDigit(character) || "._~-".indexOf(character) >= 0)) {
                out.append(character);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(character >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(character & 15, 16)));
            }
        }
        return out.toString();
    }
}
