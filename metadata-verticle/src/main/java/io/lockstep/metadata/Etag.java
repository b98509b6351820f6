package io.lockstep.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The etag of a document: MD5 hex over its attributes, and over nothing else. A document that returns to an old state
 * returns to the old etag. It tells states apart; it protects nothing.
 */
final class Etag {
    private Etag() {}

    /**
     * The etag of these attributes.
     *
     * @param fieldsText the canonical text of the fields
     */
    static String of(String fieldsText, boolean readonly) {
        var attributes = "{\"fields\":" + fieldsText + ",\"readonly\":" + readonly + "}";
        try {
            var digest = MessageDigest.getInstance("MD5").digest(attributes.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
