package io.lockstep.deploy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that was probably meant, by the number of letters that have to be changed. */
public final class Nearest {
    private Nearest() {}

    /** {@code ": did you mean LOCKSTEP_HTTP_PORT?"}. */
    public static String hint(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(nearest -> ": did you mean " + nearest + "?")
                .orElse("");
    }

    /** Levenshtein's distance, capitals apart. */
    static int distance(String one, String other) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = other.toLowerCase(Locale.ROOT);
        var above = new int[b.length() + 1];
        for (var column = 0; column <= b.length(); column++) {
            above[column] = column;
        }
        for (var row = 1; row <= a.length(); row++) {
            var current = new int[b.length() + 1];
            current[0] = row;
            for (var column = 1; column <= b.length(); column++) {
                var replaced = above[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[b.length()];
    }
}
