package io.lockstep.deploy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Requests that nobody should send: every path of every wire with ids, parameters, bodies, types, encodings and lengths that
 * are sometimes right and mostly not. The same random numbers make the same requests.
 */
final class FuzzRequests {
    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "GET",
            "POST",
            "POST",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G T",
            "",
            "LOCK\u00e9");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json; charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/vnd.api+json",
            "application/x-ndjson",
            "text/plain",
            "image/png",
            "*/*",
            "/",
            "\u0000",
            "");
    private static final List<String> KEYS = List.of(
            "actor",
            "after",
            "applies_to_groupfolder",
            "attributes",
            "cells",
            "channel",
            "checks",
            "cid",
            "columns",
            "content",
            "cursor",
            "data",
            "deletes",
            "dir",
            "docs",
            "document",
            "documents",
            "event",
            "exclusive",
            "expiration",
            "feed",
            "fence",
            "field",
            "field_ids",
            "field_label",
            "field_name",
            "field_names",
            "field_options",
            "field_type",
            "fields",
            "file_id",
            "file_ids",
            "fileIds",
            "filters",
            "fragments",
            "gf_id",
            "groupfolder_id",
            "heartbeat",
            "id",
            "ids",
            "ifMatch",
            "ifRevision",
            "include_docs",
            "is_default",
            "items",
            "keys",
            "limit",
            "members",
            "mergeStrategy",
            "message",
            "metadata",
            "mode",
            "name",
            "object",
            "offset",
            "operation",
            "order",
            "password",
            "process",
            "queue",
            "quiet",
            "reason",
            "releaseOnDisconnect",
            "search",
            "selector",
            "session",
            "since",
            "sort",
            "sort_field",
            "sort_order",
            "sort_order_type",
            "source_file_id",
            "space",
            "style",
            "target_file_ids",
            "timeout",
            "title",
            "to",
            "token",
            "ttl",
            "ttlMillis",
            "type",
            "unlock",
            "unlock_field",
            "updates",
            "user",
            "values",
            "verbs",
            "view_ids",
            "writes",
            "_rev",
            "_deleted",
            "@self");
    private static final List<String> ODD = List.of(
            "",
            "0",
            "1",
            "-1",
            "456",
            "00",
            "1e400",
            "1.5",
            "99999999999999999999999",
            "-9223372036854775809",
            "null",
            "true",
            "NaN",
            "*",
            "..",
            "../../etc/passwd",
            "%00",
            "%",
            "%zz",
            "%c3%28",
            "%2F",
            "%252e",
            "\u0000",
            "\ud800",
            "\u202e\ud83d\ude00",
            "' or 1=1 --",
            "$gt",
            "{}",
            "[]",
            "a b",
            "a\r\nX-Injected: 1",
            "gf_a",
            "doc_title",
            "now",
            "alice",
            "user:alice",
            "group:staff",
            "metavox:103",
            "notes:alice",
            "text",
            "create",
            "upsert",
            "asc",
            "2026-02-30",
            ";#",
            "\"",
            "\\",
            "eyJhbGciOiJIUzI1NiJ9.e30.x",
            "1.0.16");
    private static final List<String> ENCODINGS =
            List.of("gzip", "deflate", "br", "identity", "chunked", "gzip, chunked", "x");

    private final Random random;
    private final Routes routes;

    /**
     * What can be asked for.
     *
     * @param paths with {@code {}} for what varies
     * @param ids what to put there besides nonsense
     */
    record Routes(List<String> paths, List<String> ids) {}

    /**
     * A request as it is sent.
     *
     * @param text its beginning, for who reads of a failure
     * @param isEndless whether the answer may have no end
     * @param isCut whether it announces another length than it has, so that the server may wait for more
     */
    record Request(Buffer bytes, String text, boolean isEndless, boolean isCut) {}

    FuzzRequests(Random random, Routes routes) {
        this.random = random;
        this.routes = routes;
    }

    Request next(List<String> logins) {
        var method = pick(METHODS);
        var target = target();
        var body = random.nextInt(3) == 0 ? new byte[0] : body();
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        var login = pick(logins);
        if (!login.isEmpty()) {
            head.append("Authorization: ").append(authorization(login)).append("\r\n");
        }
        if (random.nextInt(10) > 0) {
            head.append("Content-Type: ").append(pick(TYPES)).append("\r\n");
        }
        odd(10, () -> head.append("If-Match: ").append(word()).append("\r\n"));
        odd(10, () -> head.append("If-None-Match: ").append(word()).append("\r\n"));
        odd(20, () -> head.append("Last-Event-ID: ").append(word()).append("\r\n"));
        odd(20, () -> head.append("Accept: ").append(pick(TYPES)).append("\r\n"));
        odd(30, () -> head.append("Content-Encoding: ").append(pick(ENCODINGS)).append("\r\n"));
        odd(30, () -> head.append("Cookie: lockstep_session=").append(word()).append("\r\n"));
        odd(40, () -> head.append("Expect: 100-continue\r\n"));
        odd(40, () -> head.append("Upgrade: ").append(word()).append("\r\nConnection: Upgrade\r\n"));
        odd(
                60,
                () -> head.append("X-Long: ")
                        .append("a".repeat(random.nextInt(20_000)))
                        .append("\r\n"));
        return framed(head, body, target);
    }

    private void odd(int oneIn, Runnable act) {
        if (random.nextInt(oneIn) == 0) {
            act.run();
        }
    }

    /** With a length that is right, wrong, absent, or said twice; never longer than what comes, for who waits is not hung. */
    private Request framed(StringBuilder head, byte[] body, String target) {
        var out = new ByteArrayOutputStream();
        switch (random.nextInt(12)) {
            case 0 ->
                head.append("Transfer-Encoding: chunked\r\n\r\n")
                        .append(Integer.toHexString(body.length))
                        .append("\r\n");
            case 1 ->
                head.append("Content-Length: ")
                        .append(random.nextInt(body.length + 1))
                        .append("\r\n\r\n");
            case 2 -> head.append("Content-Length: ").append(word()).append("\r\n\r\n");
            default -> head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        }
        boolean isChunked = head.indexOf("Transfer-Encoding") >= 0;
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        if (isChunked) {
            out.writeBytes((body.length == 0 ? "\r\n" : "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        var text = out.toString(StandardCharsets.UTF_8);
        boolean isEndless = target.contains("feed=") || target.contains("/events") || text.contains("100-continue");
        boolean isCut = text.contains("Content-Length: ") && !text.contains("Content-Length: " + body.length + "\r\n");
        return new Request(
                Buffer.buffer(out.toByteArray()), text.substring(0, Math.min(text.length(), 2_000)), isEndless, isCut);
    }

    private String authorization(String login) {
        return switch (random.nextInt(20)) {
            case 0 -> "Bearer " + word();
            case 1 -> "Basic " + word();
            case 2 -> word();
            default ->
                "Basic " + Base64.getEncoder().encodeToString((login + ":" + login).getBytes(StandardCharsets.UTF_8));
        };
    }

    private String target() {
        var path = new StringBuilder(pick(routes.paths()));
        for (int at = path.indexOf("{}"); at >= 0; at = path.indexOf("{}")) {
            var id = pick(routes.ids());
            path.replace(at, at + 2, random.nextInt(4) == 0 ? escaped(word()) : id);
        }
        if (random.nextInt(20) == 0) {
            path.insert(random.nextInt(path.length()), escaped(word()));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(path.indexOf("?") < 0 ? "?" : "&")
                    .append(pick(KEYS))
                    .append(random.nextInt(5) == 0 ? "[]=" : "=")
                    .append(escaped(word()));
        }
        return path.toString();
    }

    /** Mostly a text that can be sent; sometimes as it is. */
    private String escaped(String text) {
        if (random.nextInt(20) == 0) {
            return text.replaceAll("[\r\n ]", "");
        }
        var out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            var character = (char) (octet & 0xff);
            out.append(
                    character > ' ' && character < 127 && "%?#&\"<>\\^`{|}".indexOf(character) < 0
                            ? String.valueOf(character)
                            : String.format("%%%02x", octet & 0xff));
        }
        return out.toString();
    }

    private byte[] body() {
        var text = switch (random.nextInt(12)) {
            case 0 -> word();
            case 1 -> "field_name=" + word() + "&gf_id=" + word() + "&" + pick(KEYS) + "[]=" + word();
            case 2 ->
                "--b\r\nContent-Disposition: form-data; name=\"" + pick(KEYS) + "\""
                        + (random.nextBoolean() ? "; filename=\"a\"" : "") + "\r\n\r\n" + word() + "\r\n--b--\r\n";
            case 3 -> "[".repeat(random.nextInt(5_000)) + "1";
            case 4 -> "{\"" + pick(KEYS) + "\":\"" + "a".repeat(random.nextInt(400_000)) + "\"}";
            default -> json(0, true);
        };
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(8) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    /** A JSON value; an object when it is the whole body, most of the time. */
    String json(int depth, boolean isObject) {
        int kind = isObject && random.nextInt(20) > 0 ? 0 : random.nextInt(depth > 3 ? 5 : 8) + (depth > 3 ? 2 : 0);
        return switch (kind) {
            case 0 -> object(depth);
            case 1 -> array(depth);
            case 2 -> random.nextBoolean() ? "true" : "null";
            case 3 ->
                pick(List.of("0", "-1", "456", "1e400", "1.5", "99999999999999999999999", "9007199254740993", "103"));
            default -> quoted(word());
        };
    }

    private String object(int depth) {
        var json = new StringBuilder("{");
        for (int i = random.nextInt(6); i >= 0; i--) {
            json.append(json.length() > 1 ? "," : "")
                    .append(quoted(random.nextInt(10) == 0 ? word() : pick(KEYS)))
                    .append(':')
                    .append(json(depth + 1, false));
        }
        return json.append('}').toString();
    }

    private String array(int depth) {
        var json = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append(json.length() > 1 ? "," : "").append(json(depth + 1, false));
        }
        return json.append(']').toString();
    }

    static String quoted(String text) {
        return new JsonArray().add(text).encode().replaceAll("^\\[|\\]$", "");
    }

    String word() {
        return random.nextInt(12) == 0 ? pick(ODD).repeat(1 + random.nextInt(100)) : pick(ODD);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
