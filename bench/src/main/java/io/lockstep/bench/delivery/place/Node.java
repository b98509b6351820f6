package io.lockstep.bench.delivery.place;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** One process of a {@link Cluster}. For the thread of a main. */
public final class Node {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int OK = 200;
    private static final Pattern READY = Pattern.compile("Lockstep is ready");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Place place;
    private final String name;
    private final List<String> flags;
    private final Map<String, String> settings;
    private final int port;
    private final int managementPort;
    private Child child;
    private double startSeconds;

    private Node(Place place, String name, List<String> flags, Map<String, String> settings)
            throws IOException, TimeoutException {
        this.place = place;
        this.name = name;
        this.flags = flags;
        this.port = LockstepServer.freePort();
        this.managementPort = LockstepServer.freePort();
        var all = new HashMap<>(settings);
        all.put("LOCKSTEP_HTTP_PORT", String.valueOf(port));
        all.put("LOCKSTEP_MANAGEMENT_PORT", String.valueOf(managementPort));
        this.settings = Map.copyOf(all);
        var beginNanos = System.nanoTime();
        this.child = LockstepServer.launch(place, name, flags, this.settings);
        awaitReady(beginNanos);
    }

    static Node start(Place place, String name, List<String> flags, Map<String, String> settings)
            throws IOException, TimeoutException {
        return new Node(place, name, flags, settings);
    }

    /** Ends it as an operator does, starts it again, and waits until it is ready. */
    public void restart() throws IOException, TimeoutException {
        child.close();
        var beginNanos = System.nanoTime();
        var again = new HashMap<>(settings);
        again.remove("LOCKSTEP_SEED");
        child = LockstepServer.launch(place, name, flags, again);
        awaitReady(beginNanos);
    }

    /** Until it says so itself, and then, if it is a gateway, until it reaches the others, which its health tells. */
    private void awaitReady(long beginNanos) throws IOException, TimeoutException {
        child.await(READY, PATIENCE);
        startSeconds = (System.nanoTime() - beginNanos) / 1e9;
        while ("gateway".equals(settings.get("LOCKSTEP_ROLES"))
                && get("/health/ready").statusCode() != OK) {
            if (System.nanoTime() - beginNanos > PATIENCE.toNanos()) {
                throw new TimeoutException(name + " does not reach the others");
            }
        }
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return child.pid();
    }

    /** From the start of its last process until it said that it was ready. */
    public double startSeconds() {
        return startSeconds;
    }

    /** The lines of {@code /metrics}. */
    public List<String> metrics() throws IOException {
        return get("/metrics").body().lines().toList();
    }

    private HttpResponse<String> get(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** The sum of the values of lines that begin so. */
    public static double sum(List<String> metrics, String prefix) {
        return metrics.stream()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
