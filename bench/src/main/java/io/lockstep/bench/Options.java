package io.lockstep.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * How a scenario is run.
 *
 * @param phase how long one driver is kept busy at a time
 * @param repetitions how often each driver has its turn at each concurrency
 * @param inFlight concurrencies, the first of which is the main one
 * @param size how many there are of what the scenario is about: spaces, notes, clients
 * @param json where the report is left for programs
 */
public record Options(Duration phase, Duration warmUp, int repetitions, List<Integer> inFlight, int size, Path json) {
    static final String USAGE = "[--seconds 0.5] [--warm-up-seconds 8] [--repetitions 5] [--in-flight 64,1,256]"
            + " [--size 1000] [--json FILE], or --short: it works, and measures nothing";

    public Options {
        inFlight = List.copyOf(inFlight);
        if (repetitions < 1
                || size < 1
                || inFlight.isEmpty()
                || inFlight.stream().anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException("repetitions, in-flight and size must be at least 1");
        }
    }

    /** Fails with an IllegalArgumentException that says what is wrong. */
    static Options parse(String[] arguments, Options usual, Options shortest) {
        var options = usual;
        var words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            var option = words.next();
            options = option.equals("--short") ? shortest.leftAt(options.json) : options.with(option, words);
        }
        return options;
    }

    /** With the report left there. */
    public Options leftAt(Path file) {
        return new Options(phase, warmUp, repetitions, inFlight, size, file);
    }

    private Options with(String option, Iterator<String> words) {
        return switch (option) {
            case "--seconds" -> new Options(seconds(option, words), warmUp, repetitions, inFlight, size, json);
            case "--warm-up-seconds" -> new Options(phase, seconds(option, words), repetitions, inFlight, size, json);
            case "--repetitions" -> new Options(phase, warmUp, number(option, words), inFlight, size, json);
            case "--in-flight" -> new Options(phase, warmUp, repetitions, numbers(option, words), size, json);
            case "--size" -> new Options(phase, warmUp, repetitions, inFlight, number(option, words), json);
            case "--json" -> leftAt(Path.of(value(option, words)));
            default -> throw new IllegalArgumentException("there is no option " + option);
        };
    }

    private static Duration seconds(String option, Iterator<String> words) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(value(option, words)) * 1_000));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(option + " needs a number of seconds");
        }
    }

    private static List<Integer> numbers(String option, Iterator<String> words) {
        return Arrays.stream(value(option, words).split(","))
                .map(word -> number(option, word))
                .toList();
    }

    private static int number(String option, Iterator<String> words) {
        return number(option, value(option, words));
    }

    private static int number(String option, String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(option + " needs a whole number, not " + word);
        }
    }

    private static String value(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }
}
