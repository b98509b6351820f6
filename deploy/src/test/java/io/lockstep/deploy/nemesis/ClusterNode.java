package io.lockstep.deploy.nemesis;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the cluster, on a host of its own, that can be killed, stood still, stopped and started again. */
final class ClusterNode implements AutoCloseable {
    static final int HTTP_PORT = 8080;
    private static final int MANAGEMENT_PORT = 8081;
    private static final long READY_SECONDS = 90;
    private static final long STOP_SECONDS = 40;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private final String name;
    private final Lab.Host host;
    private final Map<String, String> settings;
    private final File log;
    private @Nullable Process process;

    ClusterNode(String name, Lab.Host host, Map<String, String> settings, Path directory) {
        this.name = name;
        this.host = host;
        this.settings = Map.copyOf(settings);
        this.log = directory.resolve(name + ".log").toFile();
    }

    String name() {
        return name;
    }

    Lab.Host host() {
        return host;
    }

    boolean isGateway() {
        return settings.getOrDefault("LOCKSTEP_ROLES", "").contains("gateway");
    }

    File log() {
        return log;
    }

    /** Does not wait. */
    void start(Path jar) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Processes that live for a minute on few processors: what takes long to translate never pays.
        var command = List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString());
        var builder = new ProcessBuilder(host.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().keySet().removeIf(key -> key.startsWith("LOCKSTEP_"));
        builder.environment().putAll(settings);
        process = builder.start();
    }

    /** Waits until it says that it is ready; how long it took, in ms. */
    @CanIgnoreReturnValue
    long awaitReady() throws InterruptedException {
        var begun = System.nanoTime();
        while (!isReady()) {
            if (!process().isAlive()) {
                throw new AssertionError(name + " has ended with " + process().exitValue() + ": see " + log);
            }
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(READY_SECONDS)) {
                throw new AssertionError(name + " is not ready after " + READY_SECONDS + " s: see " + log);
            }
            pause(100);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private boolean isReady() throws InterruptedException {
        var uri = URI.create("http://" + host.address() + ":" + MANAGEMENT_PORT + "/health/ready");
        try {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process().destroyForcibly();
        process().waitFor();
    }

    /** As SIGTERM, and waits for its end; how long it took, in ms. */
    long terminate() throws InterruptedException {
        var begun = System.nanoTime();
        process().destroy();
        if (!process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end within " + STOP_SECONDS + " s: see " + log);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        var sent = new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(process().pid()))
                .start();
        if (sent.waitFor() != 0) {
            throw new IOException("kill -" + signal + " of " + name + " failed");
        }
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
