package io.lockstep.bench.scaleout;

import io.lockstep.bench.delivery.place.Node;
import io.lockstep.bench.delivery.place.ProcessStat;
import java.io.IOException;
import java.util.List;

/**
 * What processes have used and done since they began, added up, or between two such moments.
 *
 * @param nanos when, or how long
 * @param cpuMicros processor time without that of the JVMs' compilers
 * @param messages with events that came to gateways by the bus
 * @param events in them
 * @param unwanted of these events those that nobody there listened to
 * @param delivered events that were given to sockets, each to each
 */
record Usage(long nanos, double cpuMicros, double messages, double events, double unwanted, double delivered) {
    static Usage of(List<Node> nodes) throws IOException {
        var sum = new Usage(System.nanoTime(), 0, 0, 0, 0, 0);
        for (var node : nodes) {
            sum = sum.plus(node);
        }
        return sum;
    }

    private Usage plus(Node node) throws IOException {
        var metrics = node.metrics();
        return new Usage(
                nanos,
                cpuMicros + cpuMicros(node),
                messages + Node.sum(metrics, "lockstep_bus_messages_total"),
                events + Node.sum(metrics, "lockstep_bus_events_total"),
                unwanted + Node.sum(metrics, "lockstep_bus_events_total{wanted=\"false\"}"),
                delivered + Node.sum(metrics, "lockstep_delivered_total"));
    }

    /** Processor time of one without that of its JVM's compilers. */
    static double cpuMicros(Node node) {
        return ProcessStat.cpuMicros(node.pid()) - ProcessStat.compilerMicros(node.pid());
    }

    Usage since(Usage earlier) {
        return new Usage(
                nanos - earlier.nanos,
                cpuMicros - earlier.cpuMicros,
                messages - earlier.messages,
                events - earlier.events,
                unwanted - earlier.unwanted,
                delivered - earlier.delivered);
    }

    double seconds() {
        return nanos / 1e9;
    }
}
