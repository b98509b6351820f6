package io.lockstep.bench.writes;

import io.lockstep.bench.Lines;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A document that one worker writes to, and nobody else, so that no write waits for another of the same document; and what
 * the worker was told of it. Used by one driver at a time.
 */
final class Slot {
    /** Which drivers write. */
    static final String FIELD = "title";

    private final String space;
    private final String document;
    private long acknowledged;
    private String title = title(0);

    private Slot(String space, String document) {
        this.space = space;
        this.document = document;
    }

    /** A slot for each worker, the workers taking turns on the spaces. */
    static List<Slot> forWorkers(int workers, List<String> spaces) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> new Slot(spaces.get(worker % spaces.size()), "document-" + worker))
                .toList();
    }

    String space() {
        return space;
    }

    String document() {
        return document;
    }

    /** A title that the document has never had, as long as the one before. */
    String next() {
        return title(acknowledged + 1);
    }

    void acknowledge(String written) {
        title = written;
        acknowledged++;
    }

    /** Writes that were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** The last one that was acknowledged. */
    String title() {
        return title;
    }

    private static String title(long number) {
        return Lines.format("Title %012d", number);
    }
}
