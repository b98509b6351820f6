package io.lockstep.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Reads the statements, which are files beside this class; a file is named like the method that runs it. */
final class Sql {
    private Sql() {}

    /** The statement without its header. */
    static String of(String name) {
        try (var file = Sql.class.getResourceAsStream("sql/" + name + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("there is no statement " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The statement with a condition more, at the place that it marks so: a plan of its own, and one file. */
    static String with(String name, String mark, String condition) {
        var statement = of(name);
        var place = "/* " + mark + " */";
        if (!statement.contains(place)) {
            throw new IllegalStateException("the statement " + name + " has no place '" + mark + "'");
        }
        return statement.replace(place, condition);
    }
}
