package io.lockstep.bench.locks;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * What Redis was sent for some pairs of a driver on one cell.
 *
 * @param operations acquires and releases
 * @param evalshas scripts that clients ran
 * @param others what else clients sent meanwhile: the server looks for due locks ten times a second
 * @param forms the different scripts with their arguments
 */
record Witness(String driver, long operations, long evalshas, Map<String, Long> others, Set<List<String>> forms) {
    /** One more than the highest fence and lockSeq that the server has seen: ARGV[5] and ARGV[6], see locks.lua. */
    private static final int FIRST_COUNTED = 4;

    private static final int LAST_COUNTED = 5;

    static Witness watch(LockDriver driver, Monitor monitor, Cell cell, int pairs)
            throws IOException, TimeoutException {
        monitor.sent();
        driver.pairs(cell, pairs);
        var others = new ArrayList<>(monitor.sent());
        var scripts = Tape.evalshas(others);
        others.removeIf(Tape::isEvalsha);
        return new Witness(
                driver.name(),
                2L * pairs,
                scripts.size(),
                others.stream()
                        .collect(groupingBy(words -> words.get(0).toLowerCase(Locale.ROOT), TreeMap::new, counting())),
                scripts.stream().map(Witness::form).collect(toSet()));
    }

    /** Whether the scripts and their arguments are the same to the byte, but for what the server counts up. */
    boolean sentAsBy(Witness other) {
        return forms.equals(other.forms);
    }

    /** The arguments of EVALSHA: hash, number of keys, keys, arguments. What is counted up is named by its length. */
    private static List<String> form(List<String> script) {
        var form = new ArrayList<>(script);
        var firstArgument = 2 + Integer.parseInt(form.get(1));
        for (var index = firstArgument + FIRST_COUNTED; index <= firstArgument + LAST_COUNTED; index++) {
            form.set(index, "a number of " + form.get(index).length() + " digits");
        }
        return List.copyOf(form);
    }
}
