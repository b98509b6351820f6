package io.lockstep.gateway.wire.cozy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code _rev}: which write of a document it was, and a hash. Pure.
 *
 * <p>A document's revisions count its writes, without a gap and never again from the start, also after it was deleted. So the
 * hash need not tell contents apart, and is one of doctype, id and number: every earlier {@code _rev} of a document is known
 * without anybody having kept it, and a replica can always join what it gets to what it has. A hash of the content would leave
 * a replica that was away for long with two histories of one document, of which the dead one wins when it is deleted.
 *
 * @param hash 32 hexadecimal digits; of a client it may also be the document's etag
 */
record Revision(long number, String hash) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17})-([0-9a-f]{32})");

    /** As many as CouchDB keeps. */
    private static final int MAX_HISTORY = 1_000;

    static Revision of(String doctype, String id, long number) {
        return new Revision(number, hash(doctype, id, number));
    }

    /** Empty for a text that is none. */
    static Optional<Revision> parse(String text) {
        var match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new Revision(Long.parseLong(match.group(1)), match.group(2)))
                : Optional.empty();
    }

    boolean isOf(String doctype, String id) {
        return hash.equals(hash(doctype, id, number));
    }

    /** {@code _revisions}: this one and those before it, the latest first. */
    static JsonObject history(String doctype, String id, long number) {
        var hashes = new JsonArray();
        for (long earlier = number; earlier > 0 && hashes.size() < MAX_HISTORY; earlier--) {
            hashes.add(hash(doctype, id, earlier));
        }
        return new JsonObject().put("start", number).put("ids", hashes);
    }

    private static String hash(String doctype, String id, long number) {
        try {
            var text = doctype + "\n" + id + "\n" + number;
            var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public String toString() {
        return number + "-" + hash;
    }
}
