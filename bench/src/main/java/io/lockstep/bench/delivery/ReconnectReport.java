package io.lockstep.bench.delivery;

import io.lockstep.bench.Lines;
import io.lockstep.bench.Machine;
import io.lockstep.bench.delivery.crowd.Returners;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of {@link Reconnect08}.
 *
 * @param startSeconds from the first try to come back until the server took a connection
 * @param liveSeconds from then until all clients had what they had missed and listened
 * @param replayed events that brought clients up to date
 * @param refused registrations that the server was too busy for, and that were repeated
 * @param disordered events that were not the next ones of their clients
 * @param behind clients that did not have everything when all was quiet
 * @param acknowledged writes in the whole run
 * @param statements that PostgreSQL ran from the kill until all were live
 * @param feedQueries those of them that read feeds
 */
record ReconnectReport(
        Machine machine,
        int clients,
        double startSeconds,
        double liveSeconds,
        long tries,
        long replayed,
        long resyncs,
        long refused,
        long disordered,
        long behind,
        long acknowledged,
        long feedQueries,
        Map<String, Long> statements) {
    private static final List<String> FEED = List.of("listChanges", "listHeads");
    private static final int SHOWN = 12;

    ReconnectReport {
        statements = new TreeMap<>(statements);
    }

    static ReconnectReport of(
            Machine machine,
            int clients,
            Returners.Back back,
            Returners returners,
            long behind,
            Writer writer,
            Map<String, Long> statements) {
        return new ReconnectReport(
                machine,
                clients,
                (back.acceptedNanos() - back.firstTryNanos()) / 1e9,
                (back.liveNanos() - back.acceptedNanos()) / 1e9,
                back.tries(),
                returners.replayed(),
                returners.resyncs(),
                returners.refused(),
                returners.disordered(),
                behind,
                writer.answered() - writer.failed(),
                FEED.stream()
                        .mapToLong(name -> statements.getOrDefault(name, 0L))
                        .sum(),
                statements);
    }

    boolean isSound() {
        return disordered == 0 && behind == 0;
    }

    String text() {
        var text = new Lines();
        text.add("Scenario 08: %d clients come back at once with their cursors after the server was killed", clients);
        text.add("%s", machine);
        text.add("");
        text.add(
                "%-34s %-34s %8s %8s %8s %8s %8s %8s",
                "all live again after",
                "feed queries of PostgreSQL",
                "replayed",
                "resyncs",
                "refused",
                "disorder",
                "behind",
                "writes");
        text.add(
                "%-34s %-34s %8d %8d %8d %8d %8d %8d",
                Lines.format("%.1f s, and %.1f s of start before", liveSeconds, startSeconds),
                Lines.format("%d, %.3f per client", feedQueries, (double) feedQueries / clients),
                replayed,
                resyncs,
                refused,
                disordered,
                behind,
                acknowledged);
        text.add("");
        text.add("What PostgreSQL ran from the kill until then, most often:");
        text.add(
                "%s",
                statements.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SHOWN)
                        .map(statement -> statement.getKey() + " " + statement.getValue())
                        .collect(Collectors.joining(", ")));
        return text.toString();
    }
}
