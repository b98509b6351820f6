package io.lockstep.gateway.wire.openregister;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.gateway.wire.Etags;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response: its status, the headers that are its own, and its JSON; that of 204 and 304 is empty. Pure. */
record ObjectAnswer(int status, Map<String, String> headers, String body) {
    private static final int ETAG_BYTES = 8;

    ObjectAnswer {
        headers = Map.copyOf(headers);
    }

    static ObjectAnswer of(int status, JsonObject body) {
        return new ObjectAnswer(status, Map.of(), body.encode());
    }

    static ObjectAnswer ok(JsonObject body) {
        return of(200, body);
    }

    static ObjectAnswer noContent() {
        return new ObjectAnswer(204, Map.of(), "");
    }

    ObjectAnswer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ObjectAnswer(status, more, body);
    }

    /** With an etag of its own text. */
    ObjectAnswer tagged() {
        return with("ETag", Etags.quoted(hash()));
    }

    /** With the etag of an object: its version, then what tells other states of the same version apart, such as a lock. */
    ObjectAnswer tagged(String version) {
        return with("ETag", Etags.quoted(version + "-" + hash()));
    }

    /** 304 for who has this etag already. */
    ObjectAnswer unlessKnown(MultiMap requestHeaders) {
        var etag = headers.get("ETag");
        return etag != null && Etags.of(requestHeaders.get("If-None-Match")).contain(etag.replace("\"", ""))
                ? new ObjectAnswer(304, headers, "")
                : this;
    }

    private String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, ETAG_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
