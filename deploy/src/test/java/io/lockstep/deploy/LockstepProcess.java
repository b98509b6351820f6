package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The built jar as a process of its own, for tests that kill it or read what it prints. Ports are free ones. */
final class LockstepProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "lockstep.jar");
    private static final Pattern READY = Pattern.compile(".*Lockstep is ready .*http://[^ ]+:(\\d+)/.*");
    private static final long END_SECONDS = 30;

    private final Process process;
    private final Path errors;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private int httpPort;

    private LockstepProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts it and waits until it is ready or has ended. */
    static LockstepProcess start(Path dataDir, Map<String, String> settings) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is not built: run mvn -pl deploy package first");
        }
        var errors = Files.createTempFile("lockstep", ".err");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-Xmx512m", "-jar", JAR.toString()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LOCKSTEP_"));
        var environment = new HashMap<>(Map.of(
                "LOCKSTEP_HTTP_PORT", "0",
                "LOCKSTEP_MANAGEMENT_PORT", "0",
                "LOCKSTEP_DATA_DIR", dataDir.toString()));
        environment.putAll(settings);
        builder.environment().putAll(environment);
        var started = new LockstepProcess(builder.start(), errors);
        started.awaitReady();
        return started;
    }

    private void awaitReady() throws IOException {
        var lines = process.inputReader(UTF_8);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            output.add(line);
            var ready = READY.matcher(line);
            if (ready.matches()) {
                httpPort = Integer.parseInt(ready.group(1));
                return;
            }
        }
    }

    boolean isReady() {
        return httpPort != 0;
    }

    int httpPort() {
        return httpPort;
    }

    /** The lines on the standard output until it was ready or ended. */
    List<String> output() {
        return List.copyOf(output);
    }

    /** The lines on the error output until now. */
    List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    /** As SIGTERM does; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    /** As SIGKILL does: nothing is closed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(END_SECONDS, SECONDS)) {
            throw new AssertionError("the server did not end within " + END_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** A REST call as a user whose password is the name. */
    HttpResponse<String> call(String method, String path, String user, String body)
            throws IOException, InterruptedException {
        var basic = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF_8));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
