package io.lockstep.bench.locks;

import java.util.List;
import java.util.stream.IntStream;

/** What one worker locks; nobody else does, so that no lock is refused. */
record Cell(String space, String document, String field) {
    /** Longer than any run: that locks end by themselves is not measured. */
    static final long TTL_MILLIS = 3_600_000;

    private static final String FIELD = "title";

    /** A cell for each worker, the workers taking turns on the spaces. */
    static List<Cell> forWorkers(int workers, List<String> spaces) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> new Cell(spaces.get(worker % spaces.size()), "document-" + worker, FIELD))
                .toList();
    }
}
