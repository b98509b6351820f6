package io.lockstep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The server's own statements, as they are in its jar: what a bare client runs, and what a count is told by. */
public final class Statements {
    private static final String DIRECTORY = "/io/lockstep/metadata/sql/";
    private static final List<String> NAMES = List.of(
            "advanceSpaces",
            "appendChanges",
            "checkAccesses",
            "listChanges",
            "listDocuments",
            "listHeads",
            "lockSpaces",
            "readDocument",
            "readDocuments",
            "readMembers",
            "settleSpace",
            "storeDocuments",
            "syncDocuments");

    /** What pg_stat_statements replaces: constants. */
    private static final Pattern CONSTANT = Pattern.compile("'[^']*'|\\$\\d+|\\b\\d+\\b");

    /** So much of each is enough to tell it from the others. */
    private static final int TOLD_BY = 60;

    private static final int SHOWN = 40;

    private Statements() {}

    /** The statement of that name without its header. */
    public static String of(String name) {
        try (var file = Statements.class.getResourceAsStream(DIRECTORY + name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("the server has no statement " + name);
            }
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A page in the order of the ids, which needs no conditions: $1 space, $2 principals text[], $3 limit bigint. */
    public static String page() {
        return of("listDocuments")
                .replace("{conditions}", "")
                .replace("{keys}", "array[]::text[]")
                .replace("{order}", "document.id")
                .replace("{fields}", "document.fields")
                .replace("{limit}", "$3::bigint");
    }

    /** What the server calls a statement of which PostgreSQL gives the text; its beginning when it is none of the server's. */
    static String nameOf(String text) {
        var shape = shape(text);
        return NAMES.stream()
                .filter(name -> shape.startsWith(shape(of(name)).substring(0, TOLD_BY)))
                .findFirst()
                .orElseGet(
                        () -> text.substring(0, Math.min(SHOWN, text.length())).replaceAll("\\s+", " "));
    }

    private static String shape(String text) {
        return CONSTANT.matcher(text).replaceAll("?");
    }
}
