package io.lockstep.bench.scaleout;

import io.lockstep.bench.Lines;
import io.lockstep.bench.Machine;
import io.lockstep.bench.PgProbe;
import io.lockstep.bench.delivery.place.JvmMemory;
import io.lockstep.bench.delivery.place.Node;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * What came of {@link ScaleOut22}.
 *
 * @param busyAtEnd the load average when it ended
 * @param flags of the JVM of every process
 * @param rollSeconds to restart 4 gateways one after the other
 */
record ScaleOutReport(
        Machine machine,
        double busyAtEnd,
        List<String> flags,
        int sockets,
        List<Result> results,
        List<Start> starts,
        List<Memory> memory,
        Change change,
        double rollSeconds) {
    ScaleOutReport {
        flags = List.copyOf(flags);
        results = List.copyOf(results);
        starts = List.copyOf(starts);
        memory = List.copyOf(memory);
    }

    boolean isSound() {
        return results.stream()
                .allMatch(result -> result.failed() == 0 && result.lost() == 0 && result.disordered() == 0);
    }

    /**
     * One variant on so many gateways, at a rate or idle.
     *
     * @param duePerSecond writes that were due; 0 when idle
     * @param framesPerSecond that came to sockets
     * @param microsPerFrame processor time of all gateways beyond what they use when nothing happens
     * @param gatewayMicros processor time of all gateways for a second
     * @param coreMicros of the process with the other roles
     * @param entranceMicros of the gateway that takes the writes
     * @param storeMicros of PostgreSQL and Redis
     * @param walBytesPerWrite by which the log grew that makes writes durable
     * @param messagesPerEvent that came to gateways
     * @param copiesPerEvent events in these messages; several can be in one
     * @param unwantedPerEvent of these copies, those that nobody there listened to
     */
    record Result(
            String variant,
            int gateways,
            int duePerSecond,
            double writesPerSecond,
            double framesPerSecond,
            double microsPerFrame,
            double gatewayMicros,
            double coreMicros,
            double entranceMicros,
            double storeMicros,
            double walBytesPerWrite,
            double messagesPerEvent,
            double copiesPerEvent,
            double unwantedPerEvent,
            long failed,
            long lost,
            long disordered) {
        static Result idle(String variant, int gateways, ScaleOut22.Used used) {
            return of(variant, gateways, 0, used, 0);
        }

        /** @param idleMicros of all gateways for a second in which nothing happens */
        static Result of(String variant, int gateways, int duePerSecond, ScaleOut22.Used used, double idleMicros) {
            var written = used.written();
            var seconds = used.gateways().seconds();
            return new Result(
                    variant,
                    gateways,
                    duePerSecond,
                    written.writes() / seconds,
                    written.frames() / seconds,
                    per(used.gateways().cpuMicros() - idleMicros * seconds, written.frames()),
                    used.gateways().cpuMicros() / seconds,
                    used.coreMicros() / seconds,
                    used.entranceMicros() / seconds,
                    used.storeMicros() / seconds,
                    per((double) used.walBytes(), written.writes()),
                    per(used.gateways().messages(), written.writes()),
                    per(used.gateways().events(), written.writes()),
                    per(used.gateways().unwanted(), written.writes()),
                    written.failed(),
                    written.lost(),
                    written.disordered());
        }

        private static double per(double sum, long count) {
            return count == 0 ? 0 : sum / count;
        }
    }

    /** How long a process took to say that it was ready; it had to join the others first. */
    record Start(String name, double seconds) {
        static Start of(Node node) {
            return new Start(node.name(), node.startSeconds());
        }
    }

    /** What a process has in memory when all sockets have gone and garbage is collected. */
    record Memory(String roles, double heapMegabytes, double rssMegabytes) {
        static Memory of(String roles, Node node) throws IOException {
            var memory = JvmMemory.of(node.pid());
            return new Memory(roles, memory.heapBytes() / 1048576.0, memory.rssBytes() / 1048576.0);
        }
    }

    /** What is on PostgreSQL's disk for a change that the feed keeps, indexes and all. */
    record Change(long changes, double bytesEach) {
        static Change of(PgProbe postgres) throws TimeoutException {
            var row = postgres.query(
                            "select count(*) as changes, pg_total_relation_size('change') as bytes from change",
                            Tuple.tuple())
                    .iterator()
                    .next();
            var changes = row.getLong("changes");
            return new Change(changes, (double) row.getLong("bytes") / Math.max(1, changes));
        }
    }

    String text() {
        var text = new Lines();
        text.add(
                "Scenario 22: %d sockets on 20 spaces, or %d, on 1, 2 and 4 gateway processes",
                sockets, Variant.MANY.spaces(sockets));
        text.add("%s; load at the end %.1f; processes with %s", machine, busyAtEnd, String.join(" ", flags));
        text.add("");
        text.add(
                "%8s %-18s %8s %9s %8s | %8s %8s %8s %8s | %8s %8s %8s | %s",
                "", "", "", "", "", "CPU ms/s", "", "", "", "for an", "event", "", "failed");
        text.add(
                "%8s %-18s %8s %9s %8s | %8s %8s %8s %8s | %8s %8s %8s | %s",
                "gateways",
                "viewers",
                "writes/s",
                "frames/s",
                "us/frame",
                "gateways",
                "core",
                "entrance",
                "stores",
                "messages",
                "copies",
                "unwanted",
                "/lost/disorder");
        for (var result : results) {
            text.add(
                    "%8d %-18s %8.0f %9.0f %8.2f | %8.1f %8.1f %8.1f %8.1f | %8.2f %8.2f %8.2f | %d/%d/%d",
                    result.gateways(),
                    result.variant(),
                    result.writesPerSecond(),
                    result.framesPerSecond(),
                    result.microsPerFrame(),
                    result.gatewayMicros() / 1e3,
                    result.coreMicros() / 1e3,
                    result.entranceMicros() / 1e3,
                    result.storeMicros() / 1e3,
                    result.messagesPerEvent(),
                    result.copiesPerEvent(),
                    result.unwantedPerEvent(),
                    result.failed(),
                    result.lost(),
                    result.disordered());
        }
        text.add("");
        for (var start : starts) {
            text.add("%-12s ready after %.1f s", start.name(), start.seconds());
        }
        text.add("4 gateways, restarted one after the other: %.1f s", rollSeconds);
        for (var one : memory) {
            text.add(
                    "%-28s heap after collection %.0f MB, RSS %.0f MB",
                    one.roles(), one.heapMegabytes(), one.rssMegabytes());
        }
        text.add(
                "a write: %.0f bytes of PostgreSQL's log at the highest rate; a change that is kept: %.0f bytes, of %d",
                results.stream()
                        .filter(result -> result.duePerSecond() > 0)
                        .reduce((one, other) -> other.duePerSecond() > one.duePerSecond() ? other : one)
                        .map(Result::walBytesPerWrite)
                        .orElse(0.0),
                change.bytesEach(),
                change.changes());
        return text.toString();
    }
}
