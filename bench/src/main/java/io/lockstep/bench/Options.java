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
 * @param json where the report is left for programs
 */
record Options(Duration phase, Duration warmUp, int repetitions, List<Integer> inFlight, Path json) {
    static final String USAGE = "[--seconds 0.5] [--warm-up-seconds 8] [--repetitions 5] [--in-flight 64,1,256]"
            + " [--json FILE], or --short: it works, and measures nothing";

    Options {
        inFlight = List.copyOf(inFlight);
        if (repetitions < 1 || inFlight.isEmpty() || inFlight.stream().anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException("repetitions and in-flight must be at least 1");
        }
    }

    /** Some seconds in all. */
    static Options shortest(Path json) {
        return new Options(Duration.ofMillis(200), Duration.ofMillis(200), 2, List.of(8, 1), json);
    }

    /** About a minute in all. */
    private static Options usual(Path json) {
        return new Options(Duration.ofMillis(500), Duration.ofSeconds(8), 5, List.of(64, 1, 256), json);
    }

    /** Fails with an IllegalArgumentException that says what is wrong. */
    static Options parse(String[] arguments, Path json) {
        var options = usual(json);
        var words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            options = options.with(words.next(), words);
        }
        return options;
    }

    private Options with(String option, Iterator<String> words) {
        return switch (option) {
            case "--short" -> shortest(json);
            case "--seconds" -> new Options(seconds(option, words), warmUp, repetitions, inFlight, json);
            case "--warm-up-seconds" -> new Options(phase, seconds(option, words), repetitions, inFlight, json);
            case "--repetitions" -> new Options(phase, warmUp, number(option, value(option, words)), inFlight, json);
            case "--in-flight" -> new Options(phase, warmUp, repetitions, numbers(option, words), json);
            case "--json" -> new Options(phase, warmUp, repetitions, inFlight, Path.of(value(option, words)));
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
