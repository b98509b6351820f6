package io.lockstep.bench;

import java.util.List;
import java.util.stream.IntStream;

/** What one worker locks; nobody else does, so that no lock is refused. */
record Cell(String space, String document, String field) {
    private static final String FIELD = "title";

    /** A cell for each worker, the workers taking turns on the spaces. */
    static List<Cell> forWorkers(int workers, List<String> spaces) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> new Cell(spaces.get(worker % spaces.size()), "document-" + worker, FIELD))
                .toList();
    }
}
