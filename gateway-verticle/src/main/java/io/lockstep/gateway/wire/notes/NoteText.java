package io.lockstep.gateway.wire.notes;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The original's rules for texts that are names of files and folders there. Pure. */
final class NoteText {
    static final String NO_TITLE = "New note";
    static final String DEFAULT_SUFFIX = ".md";

    private static final int MAX_TITLE = 100;
    private static final int FIRST_COPY = 2;
    private static final Pattern ILLEGAL = Pattern.compile("[*|/\\\\:\"<>?\\p{Cc}&&[^\\s]]");
    private static final Pattern LEADING = Pattern.compile("(?m)^[.\\h]+");
    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern SPACE = Pattern.compile("[\\s\\h]");
    private static final Pattern COPY = Pattern.compile(" \\([0-9]+\\)$");
    private static final Pattern LIST_ITEM = Pattern.compile("(?m)^\\s*[*+-]\\s+");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+\\s+(.*?)\\s*#*$");
    private static final Pattern UNDERLINE = Pattern.compile("(?m)^(=+|-+)$");
    private static final Pattern EMPHASIS = Pattern.compile("(\\*+|_+)(.*?)\\1");
    private static final Pattern NOT_SUFFIX = Pattern.compile("[^A-Za-z0-9.-]");

    private NoteText() {}

    /** The first line without what a file name may not have, at most 100 characters; {@link #NO_TITLE} when none is left. */
    static String title(String text) {
        var line = LINE_END.split(name(text), 2)[0];
        var title = shortened(SPACE.matcher(line).replaceAll(" ").strip(), MAX_TITLE);
        return title.isEmpty() ? NO_TITLE : title;
    }

    /** The title that version 0.2 takes from the content: its first line that says something, without markdown. */
    static String titleOf(String content) {
        var text = LIST_ITEM.matcher(content).replaceAll("");
        text = HEADING.matcher(text).replaceAll("$1");
        text = UNDERLINE.matcher(text).replaceAll("");
        return title(EMPHASIS.matcher(text).replaceAll("$2"));
    }

    /** The title, or its first free copy: {@code Title (2)}, {@code Title (3)}. */
    static String free(String title, Set<String> taken) {
        var free = title;
        var stem = COPY.matcher(title).replaceFirst("");
        for (int copy = FIRST_COPY; taken.contains(free); copy++) {
            var suffix = " (" + copy + ")";
            free = shortened(stem, MAX_TITLE - suffix.length()) + suffix;
        }
        return free;
    }

    /** Each folder of the path as a name; empty ones are left out. */
    static String category(String text) {
        return Arrays.stream(text.split("/", -1))
                .map(part -> SPACE.matcher(name(part)).replaceAll(" ").strip())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("/"));
    }

    /** The path without empty parts, {@code .} and {@code ..}; never above the root, which is the empty path. */
    static String path(String text) {
        var parts = new ArrayDeque<String>();
        for (var part : text.replace('\\', '/').split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isBlank() && !part.equals(".")) {
                parts.addLast(part.strip());
            }
        }
        return String.join("/", parts);
    }

    /** A file extension with its dot. */
    static String suffix(String text) {
        var name = NOT_SUFFIX.matcher(text).replaceAll("");
        while (name.startsWith(".")) {
            name = name.substring(1);
        }
        return name.isEmpty() ? DEFAULT_SUFFIX : "." + name;
    }

    private static String name(String text) {
        return LEADING.matcher(ILLEGAL.matcher(text).replaceAll(""))
                .replaceAll("")
                .strip();
    }

    private static String shortened(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max)).strip();
    }
}
