package io.lockstep.bench.interest;

import io.lockstep.bench.Lines;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of {@link Interest21}.
 *
 * @param largestShare the part of all sockets that looks at the most popular space
 * @param byNodes for numbers of nodes
 * @param byShards for numbers of shards, on as many nodes as the others
 * @param bySockets for numbers of sockets, on few nodes
 */
record InterestReport(
        int sockets,
        int spaces,
        double skew,
        double largestShare,
        List<Row> byNodes,
        List<Row> byShards,
        List<Row> bySockets) {
    InterestReport {
        byNodes = List.copyOf(byNodes);
        byShards = List.copyOf(byShards);
        bySockets = List.copyOf(bySockets);
    }

    /**
     * One fleet and its sockets, sent to nodes in different ways.
     *
     * @param any to any node
     * @param bySpace all of a space to one node
     * @param byShard all of a shard to one node
     * @param personal the same, while each socket listens to the topic of its user, too
     */
    record Row(int x, Traffic any, Traffic bySpace, Traffic byShard, Traffic personal) {
        boolean isPossible() {
            return Stream.of(any, bySpace, byShard, personal).allMatch(Traffic::isPossible);
        }
    }

    boolean isSound() {
        return Stream.of(byNodes, byShards, bySockets).flatMap(List::stream).allMatch(Row::isPossible);
    }

    String text() {
        return Lines.format(
                        "Scenario 21: messages on the bus by interest, %d sockets on %d spaces, %.1f %% of them on one\n",
                        sockets, spaces, 100 * largestShare)
                + "\n" + nodesText() + "\n" + shardsText() + "\n" + socketsText() + "\n" + backgroundText();
    }

    String nodesText() {
        return messages("nodes", "64 shards", byNodes);
    }

    String shardsText() {
        return messages(
                "shards", Lines.format("%.0f nodes", byShards.get(0).any().broadcast()), byShards);
    }

    String socketsText() {
        return messages(
                "sockets",
                Lines.format("%.0f nodes, 64 shards", bySockets.get(0).any().broadcast()),
                bySockets);
    }

    /** What nodes do by the clock, even when nothing happens. */
    String backgroundText() {
        var text = new Lines();
        text.add(
                "By the clock, 64 shards: spaces watched per node, presence messages/s in all, spaces named to a node per s");
        text.add("%8s | %28s | %28s | %28s", "", "any node", "by space", "by shard");
        text.add("%8s |%s |%s |%s", "nodes", background(), background(), background());
        for (var row : byNodes) {
            text.add(
                    "%8d |%s |%s |%s",
                    row.x(), background(row.any()), background(row.bySpace()), background(row.byShard()));
        }
        return text.toString();
    }

    private static String background() {
        return Lines.format(" %7s %9s %10s", "watched", "messages", "named");
    }

    private static String background(Traffic traffic) {
        return Lines.format(
                " %7.0f %9.0f %10.0f",
                traffic.watchedPerNode(), traffic.reportsPerSecond(), traffic.toldPerNodeAndSecond());
    }

    private static String messages(String what, String where, List<Row> rows) {
        var text = new Lines();
        text.add("Messages for an event, %s", where);
        text.add(
                "%8s %9s | %17s | %17s | %17s | %9s %8s",
                "", "", "any node", "by space", "by shard", "personal", "busiest");
        text.add(
                "%8s %9s | %8s %8s | %8s %8s | %8s %8s | %9s %8s",
                what,
                "all nodes",
                "by shard",
                "exactly",
                "by shard",
                "exactly",
                "by shard",
                "exactly",
                "by shard",
                "of mean");
        for (var row : rows) {
            text.add(
                    "%8d %9.0f | %8.2f %8.2f | %8.2f %8.2f | %8.2f %8.2f | %9.2f %8.2f",
                    row.x(),
                    row.any().broadcast(),
                    row.any().byShard(),
                    row.any().bySpace(),
                    row.bySpace().byShard(),
                    row.bySpace().bySpace(),
                    row.byShard().byShard(),
                    row.byShard().bySpace(),
                    row.personal().byShard(),
                    row.byShard().busiest());
        }
        return text.toString();
    }
}
