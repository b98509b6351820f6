package io.lockstep.bench.notes;

import io.lockstep.bench.Latency;
import io.lockstep.bench.Machine;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What came of {@link Notes13}. */
record NotesReport(Machine machine, int notes, List<Result> results, Plan plan) {
    NotesReport {
        results = List.copyOf(results);
    }

    /**
     * One driver in one state.
     *
     * @param bytes of the answers to one request; 0 for the bare client
     * @param statements that PostgreSQL ran for one request, with those that made the state
     */
    record Result(
            String state, String driver, Latency millis, int requests, double bytes, Map<String, Double> statements) {
        Result {
            statements = Map.copyOf(statements);
        }
    }

    /** How PostgreSQL does a synchronisation in which nothing changed, after a vacuum. */
    record Plan(List<String> lines) {
        private static final Pattern HEAP_FETCHES = Pattern.compile("Heap Fetches: (\\d+)");

        Plan {
            lines = List.copyOf(lines);
        }

        List<String> scans() {
            return lines.stream()
                    .filter(line -> line.contains(" on document") || line.contains("Heap Fetches"))
                    .map(String::strip)
                    .toList();
        }

        boolean isIndexOnly() {
            return lines.stream().anyMatch(line -> line.contains("Index Only Scan using document_sync"));
        }

        /** Rows of tables that were read although an index has what is asked for. */
        long heapFetches() {
            return HEAP_FETCHES
                    .matcher(String.join("\n", lines))
                    .results()
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
        }
    }
}
