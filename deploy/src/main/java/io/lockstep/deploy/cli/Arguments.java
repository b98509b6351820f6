package io.lockstep.deploy.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.deploy.config.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The arguments of a command: words, options with a value ({@code --user alice} or {@code --user=alice}) and flags.
 *
 * @param usage what is printed below a complaint
 */
public record Arguments(List<String> words, Map<String, String> options, Set<String> flags, String usage) {
    /** Fails for an option that is not known, given twice, or without its value. */
    public static Arguments of(List<String> arguments, Set<String> withValue, Set<String> flags, String usage) {
        var words = new ArrayList<String>();
        var options = new HashMap<String, String>();
        var given = new HashSet<String>();
        var rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            var argument = rest.remove();
            var equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            var name = equals < 0 ? argument : argument.substring(0, equals);
            if (!name.startsWith("--")) {
                words.add(argument);
            } else if (flags.contains(argument)) {
                given.add(argument);
            } else if (!withValue.contains(name)) {
                var known = Stream.concat(withValue.stream(), flags.stream()).toList();
                throw misused(name + " is not known" + Nearest.hint(name, known), usage);
            } else if (equals < 0 && rest.isEmpty()) {
                throw misused(name + " needs a value", usage);
            } else if (options.put(name, equals < 0 ? rest.remove() : argument.substring(equals + 1)) != null) {
                throw misused(name + " is given twice", usage);
            }
        }
        return new Arguments(List.copyOf(words), Map.copyOf(options), Set.copyOf(given), usage);
    }

    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The only words that are expected; fails when there are fewer or more, naming what is missing. */
    @CanIgnoreReturnValue
    public List<String> exactly(String... names) {
        if (words.size() < names.length) {
            throw misused(names[words.size()] + " is missing");
        }
        if (words.size() > names.length) {
            throw misused("'" + words.get(names.length) + "' is one word too many");
        }
        return words;
    }

    /** A complaint with the usage below it. */
    public CommandFailure misused(String what) {
        return misused(what, usage);
    }

    private static CommandFailure misused(String what, String usage) {
        return new CommandFailure(what + "\n" + usage);
    }
}
