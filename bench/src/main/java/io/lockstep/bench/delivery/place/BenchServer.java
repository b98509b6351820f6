package io.lockstep.bench.delivery.place;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A server of {@code delivery.servers}. */
public final class BenchServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern PORT = Pattern.compile("^port (\\d+)$");
    private static final Pattern LISTENING = Pattern.compile("^listening (\\d+)$");
    private static final String PACKAGE = "io.lockstep.bench.delivery.servers.";

    private final Child child;
    private final int port;

    private BenchServer(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts one that delivers the event in the file {@code message}. */
    public static BenchServer start(Place place, String program, Path message, List<String> flags)
            throws IOException, TimeoutException {
        var arguments = new ArrayList<>(flags);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), PACKAGE + program, message.toString()));
        var child = place.java(program, arguments, Map.of());
        return new BenchServer(
                child, Integer.parseInt(child.await(PORT, PATIENCE).group(1)));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return child.pid();
    }

    public void publish(int events) {
        child.say("publish " + events);
    }

    /** Waits until so many sockets would have an event. */
    public void awaitListening(int sockets) throws TimeoutException {
        var endNanos = System.nanoTime() + PATIENCE.toNanos();
        var listening = -1;
        while (listening != sockets) {
            child.say("listening");
            listening = Integer.parseInt(child.await(LISTENING, PATIENCE).group(1));
            if (System.nanoTime() > endNanos) {
                throw new TimeoutException(listening + " of " + sockets + " sockets listen");
            }
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
