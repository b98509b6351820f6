package io.lockstep.bench.locks;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * What the server sends to Redis to lock and to unlock each cell: the arguments of EVALSHA, recorded while it does. Whoever
 * plays it runs the same scripts on the same keys with the same bytes, whatever the server's next version sends.
 */
final class Tape {
    private static final String EVALSHA = "evalsha";

    private final Map<Cell, List<List<String>>> recorded;

    private Tape(Map<Cell, List<List<String>>> recorded) {
        this.recorded = Map.copyOf(recorded);
    }

    /** Uses the driver for one pair after the other. The scripts are known to Redis then. */
    static Tape record(LockDriver driver, Monitor monitor, List<Cell> cells) throws IOException, TimeoutException {
        // The first ones teach Redis the scripts.
        driver.pairs(cells.get(0), 2);
        var earlier = monitor.sent();
        var recorded = new HashMap<Cell, List<List<String>>>();
        for (var cell : cells) {
            driver.pairs(cell, 1);
            var sent = evalshas(monitor.sent());
            if (sent.size() != 2) {
                throw new IllegalStateException("a pair is two EVALSHA, not " + sent + " after " + earlier);
            }
            recorded.put(cell, sent);
        }
        return new Tape(recorded);
    }

    /** The scripts that clients ran, without the word itself. */
    static List<List<String>> evalshas(List<List<String>> commands) {
        return commands.stream()
                .filter(Tape::isEvalsha)
                .map(words -> words.subList(1, words.size()))
                .toList();
    }

    static boolean isEvalsha(List<String> command) {
        return command.get(0).equalsIgnoreCase(EVALSHA);
    }

    List<String> acquire(Cell cell) {
        return of(cell).get(0);
    }

    List<String> release(Cell cell) {
        return of(cell).get(1);
    }

    private List<List<String>> of(Cell cell) {
        return Objects.requireNonNull(recorded.get(cell), () -> cell + " is not on the tape");
    }
}
