package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Require;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request (RFC 9110, section 13), read from its raw headers: under which a document may be written, and
 * whether the client has it already. Pure.
 *
 * @param ifMatch the etag that the document must have; {@code *} for any existing document; null for no condition
 * @param isCreateOnly whether the document must not exist
 */
record Conditions(@Nullable String ifMatch, boolean isCreateOnly) {
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ANY = "*";
    private static final String WEAK = "W/";
    private static final Pattern ONE_ETAG = Pattern.compile("\"([^\"]+)\"|([^\",\\s]+)");

    /** The conditions of a PUT. Fails with BAD_REQUEST for one that cannot be kept: none is ever left out. */
    static Conditions ofPut(MultiMap headers) {
        var absent = header(headers, IF_NONE_MATCH);
        var ifMatch = ifMatch(headers);
        if (absent == null) {
            return new Conditions(ifMatch, false);
        }
        if (!absent.equals(ANY)) {
            throw Require.badRequest("If-None-Match of a write takes * only: the document must not exist");
        }
        if (ifMatch != null) {
            throw Require.badRequest("If-Match and If-None-Match exclude each other");
        }
        return new Conditions(null, true);
    }

    /** The conditions of a PATCH or DELETE, which need a document that exists. Fails as {@link #ofPut} does. */
    static Conditions ofExisting(MultiMap headers) {
        if (headers.contains(IF_NONE_MATCH)) {
            throw Require.badRequest("If-None-Match is for GET and PUT: this method needs a document that exists");
        }
        return new Conditions(ifMatch(headers), false);
    }

    /** The one etag that a GET says it knows; null for none, for {@code *}, and for several. */
    static @Nullable String known(MultiMap headers) {
        var value = header(headers, IF_NONE_MATCH);
        if (value == null || value.equals(ANY)) {
            return null;
        }
        var etag = ONE_ETAG.matcher(value.startsWith(WEAK) ? value.substring(WEAK.length()) : value);
        return etag.matches() ? either(etag) : null;
    }

    /** Whether a GET need not send again what has this etag: {@code If-None-Match} names it. */
    static boolean isKnown(MultiMap headers, String etag) {
        var known = header(headers, IF_NONE_MATCH);
        return known != null
                && Arrays.stream(known.split(","))
                        .map(String::trim)
                        .anyMatch(one -> one.equals(ANY)
                                || one.equals(quoted(etag))
                                || one.equals(weak(etag))
                                || one.equals(etag));
    }

    /** The etag as the {@code ETag} header spells it. */
    static String quoted(String etag) {
        return '"' + etag + '"';
    }

    /** The same, of what may differ in what does not matter. */
    static String weak(String etag) {
        return WEAK + quoted(etag);
    }

    private static @Nullable String ifMatch(MultiMap headers) {
        var value = header(headers, IF_MATCH);
        if (value == null) {
            return null;
        }
        if (value.startsWith(WEAK)) {
            throw Require.badRequest("If-Match takes no weak etag: send the one of the ETag header");
        }
        var etag = ONE_ETAG.matcher(value);
        if (!etag.matches()) {
            throw Require.badRequest("If-Match takes one etag or *");
        }
        return either(etag);
    }

    private static String either(Matcher etag) {
        return etag.group(1) == null ? etag.group(2) : etag.group(1);
    }

    private static @Nullable String header(MultiMap headers, String name) {
        return headers.contains(name) ? String.join(", ", headers.getAll(name)).trim() : null;
    }
}
