package io.lockstep.gateway.wire.notes;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** The names, paths and types of attachments. Pure but for the new names. */
final class AttachmentName {
    static final String UNKNOWN_TYPE = "application/octet-stream";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 16;
    private static final int MAX_SUFFIX = 16;

    /** What a browser may show from this origin: none of these runs scripts. */
    private static final Map<String, String> SAFE_TYPES = Map.ofEntries(
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("heic", "image/heic"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/plain; charset=utf-8"));

    private AttachmentName() {}

    /** A name that nobody can guess, with what follows the last dot of the given one. */
    static String random(String original) {
        var name = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(name);
        return HexFormat.of().formatHex(name) + "." + suffix(original);
    }

    private static String suffix(String original) {
        var letters = original.substring(original.lastIndexOf('.') + 1).replaceAll("[^A-Za-z0-9]", "");
        return letters.isEmpty() ? "bin" : letters.substring(0, Math.min(letters.length(), MAX_SUFFIX));
    }

    /** The path seen from a category: {@code ..} goes up, but never above the root, and a backslash is a slash. */
    static String resolve(String category, String path) {
        var parts = new ArrayDeque<String>();
        for (var part : (category + "/" + path).replace('\\', '/').split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** The type of a file with this name. */
    static String typeOf(String name) {
        var suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return SAFE_TYPES.getOrDefault(suffix, UNKNOWN_TYPE);
    }

    /** The type as it may be sent, whoever has stored it. */
    static String safe(String type) {
        return SAFE_TYPES.containsValue(type) ? type : UNKNOWN_TYPE;
    }
}
