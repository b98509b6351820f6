package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Changes;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How REST spells the contract's messages in bodies, paths and queries. Pure. */
final class RestJson {
    private static final int MAX_LIMIT = 1000;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/([\\w.-]+\\+)?json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private RestJson() {}

    static JsonObject identity(Identity identity) {
        return new JsonObject()
                .put("user", identity.user())
                .put("displayName", identity.displayName())
                .put("groups", new JsonArray(identity.groups()));
    }

    /** The changes as clients get them live: without what is for gateways only. */
    static JsonObject changes(Changes changes) {
        var json = Json.toJson(changes);
        for (var change : json.getJsonArray("changes")) {
            forClients((JsonObject) change);
        }
        return json;
    }

    /** The same of one change. */
    static JsonObject change(Event.Changed change) {
        var json = Json.toJson(change);
        forClients(json);
        return json;
    }

    private static void forClients(JsonObject change) {
        change.remove("accessVersion");
        change.remove("quiet");
    }

    /** Only these keys, as far as they are there. */
    static JsonObject pick(JsonObject body, String... keys) {
        var picked = new JsonObject();
        for (var key : keys) {
            if (body.containsKey(key)) {
                picked.put(key, body.getValue(key));
            }
        }
        return picked;
    }

    /** A text that must be there; fails with BAD_REQUEST naming the key. */
    static String text(JsonObject body, String key) {
        return Require.present(textIfAny(body, key), key);
    }

    /** A text; null when it is not given. Fails with BAD_REQUEST naming the key when it is something else. */
    static @Nullable String textIfAny(JsonObject body, String key) {
        var value = body.getValue(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Require.badRequest("'" + key + "' must be a text");
    }

    /** The {@code limit} of a query; null when it is not given. */
    static @Nullable Integer limit(@Nullable String text) {
        return number(text, 1, MAX_LIMIT, "limit");
    }

    /** A whole number of a query, between both bounds; null when it is not given. */
    static @Nullable Integer number(@Nullable String text, int min, int max, String name) {
        if (text == null) {
            return null;
        }
        try {
            return (int) Require.within(Long.parseLong(text), min, max, name);
        } catch (NumberFormatException notANumber) {
            throw Require.badRequest("'" + name + "' must be a whole number from " + min + " to " + max);
        }
    }

    /** A JSON object of a query; null when it is not given. */
    static @Nullable JsonObject object(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        try {
            if (io.vertx.core.json.Json.decodeValue(text) instanceof JsonObject json && Requests.isShallow(json)) {
                return json;
            }
        } catch (DecodeException broken) {
            throw Require.badRequest("'" + name + "' is not JSON");
        }
        throw Require.badRequest("'" + name + "' must be a JSON object that is not nested too deep");
    }

    /** A time of a query; null when it is not given. */
    static @Nullable Instant time(@Nullable String text, String name) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw Require.badRequest("'" + name + "' must be a time as 2026-03-04T05:06:07.890Z");
        }
    }

    /** The order of a listing: names of fields, parted by commas, {@code -} before one that descends; null for none. */
    static @Nullable List<ListDocuments.Sort> sort(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(text.split(",", -1))
                .map(key -> key.startsWith("-")
                        ? new ListDocuments.Sort(key.substring(1), true)
                        : new ListDocuments.Sort(key, null))
                .toList();
    }

    /** Fails with status 415 unless the body is said to be JSON. */
    static void requireJson(@Nullable String contentType) {
        if (contentType == null || !JSON_TYPE.matcher(contentType.trim()).matches()) {
            throw new HttpException(UNSUPPORTED_MEDIA_TYPE);
        }
    }

    /** Where a document is found, each id percent-encoded as one segment. */
    static String documentPath(String root, String space, String document) {
        return root + "/spaces/" + segment(space) + "/documents/" + segment(document);
    }

    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
