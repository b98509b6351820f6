package io.lockstep.bench.delivery;

import io.lockstep.bench.Lines;
import io.lockstep.bench.Machine;
import io.lockstep.bench.delivery.place.JvmMemory;
import java.util.List;
import java.util.Optional;

/**
 * What came of {@link Memory06}.
 *
 * @param flags of the JVM of every server
 */
record MemoryReport(Machine machine, List<String> flags, int sockets, List<Result> results) {
    MemoryReport {
        flags = List.copyOf(flags);
        results = List.copyOf(results);
    }

    boolean isSound() {
        return results.stream().allMatch(result -> result.broken().isEmpty());
    }

    /**
     * One kind of sockets.
     *
     * @param before when as many had been there and were gone again
     * @param after when all were there
     * @param broken why not all stayed; empty when they did
     */
    record Result(
            String name,
            double heapBytesPerSocket,
            double rssBytesPerSocket,
            JvmMemory before,
            JvmMemory after,
            String broken) {
        static Result of(String name, int sockets, JvmMemory before, JvmMemory after, Optional<String> broken) {
            return new Result(
                    name,
                    (double) (after.heapBytes() - before.heapBytes()) / sockets,
                    (double) (after.rssBytes() - before.rssBytes()) / sockets,
                    before,
                    after,
                    broken.orElse(""));
        }
    }

    String text() {
        var text = new Lines();
        text.add("Scenario 06: memory of a socket on which nothing happens, of %d", sockets);
        text.add("%s; servers with %s", machine, String.join(" ", flags));
        text.add("");
        text.add(
                "%-28s %12s %12s %14s %14s %s",
                "sockets", "heap KB each", "RSS KB each", "heap MB", "RSS MB", "broken");
        for (var result : results) {
            text.add(
                    "%-28s %12.2f %12.2f %14s %14s %s",
                    result.name(),
                    result.heapBytesPerSocket() / 1024,
                    result.rssBytesPerSocket() / 1024,
                    fromTo(result.before().heapBytes(), result.after().heapBytes()),
                    fromTo(result.before().rssBytes(), result.after().rssBytes()),
                    result.broken());
        }
        text.add(
                "heap: objects that live after a full collection. Growth since as many sockets were there and gone again.");
        return text.toString();
    }

    private static String fromTo(long before, long after) {
        return Lines.format("%.1f to %.1f", before / 1048576.0, after / 1048576.0);
    }
}
