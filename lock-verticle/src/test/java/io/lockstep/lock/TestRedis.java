package io.lockstep.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis on a free port of 127.0.0.1, which keeps nothing on disk; most tests share one, those that stop it start
 * their own.
 */
final class TestRedis {
    private static final Pattern READY = Pattern.compile("Ready to accept connections|Sentinel ID is");
    private static final Vertx ASKING = Vertx.vertx();
    private static final Path PROGRAM = program();
    private static @Nullable TestRedis shared;

    private final int port;
    private final Path directory;
    private final List<String> command;
    private Process process;

    private TestRedis(int port, Path directory, List<String> arguments) throws IOException {
        this.port = port;
        this.directory = directory;
        this.command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(arguments);
        this.process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** One for the JVM, emptied by each test class that needs it empty. */
    static synchronized TestRedis shared() {
        if (shared == null) {
            shared = startOwn();
        }
        return shared;
    }

    /** With settings beyond the port, as they stand on the command line. */
    static TestRedis startOwn(String... settings) {
        try {
            var port = freePort();
            var arguments = new ArrayList<>(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
            arguments.addAll(List.of("--save", "", "--appendonly", "no", "--repl-diskless-sync-delay", "0"));
            arguments.addAll(List.of(settings));
            return new TestRedis(port, Files.createTempDirectory("redis"), arguments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A sentinel that watches a primary, whose replicas it finds by itself. */
    static TestRedis startSentinel(String name, TestRedis primary, int quorum) {
        try {
            var port = freePort();
            var directory = Files.createTempDirectory("sentinel");
            var file = Files.writeString(
                    directory.resolve("sentinel.conf"), """
                    port %d
                    bind 127.0.0.1
                    sentinel monitor %s 127.0.0.1 %d %d
                    sentinel down-after-milliseconds %s 500
                    """.formatted(port, name, primary.port, quorum, name));
            return new TestRedis(port, directory, List.of(file.toString(), "--sentinel"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Low enough for a cluster's second port, which is 10,000 above. */
    static int freePort() throws IOException {
        while (true) {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (free.getLocalPort() < 55_000) {
                    return free.getLocalPort();
                }
            }
        }
    }

    int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** With a time limit that a busy machine does not reach. */
    LockConfig patientConfig() {
        return LockConfig.ofUri(uri()).withCommandTimeout(Duration.ofSeconds(10));
    }

    void stop() {
        process.destroy();
        awaitEnd();
    }

    /** As a crash of its machine: it says nothing to anybody. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Lets it hold its connections and answer nobody. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    /** Empty, on the same port. */
    void startAgain() {
        try {
            process = launch();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks Redis itself, past everything that is tested. Answers as text. */
    String ask(Command command, Object... arguments) {
        var request = Request.cmd(command);
        Arrays.stream(arguments).forEach(argument -> request.arg(argument.toString()));
        var client = Redis.createClient(ASKING, uri());
        try {
            return String.valueOf(client.send(request).await(10, SECONDS));
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        } finally {
            client.close().await();
        }
    }

    /** Until Redis answers so. */
    void awaitAnswer(String part, Command command, Object... arguments) {
        var giveUp = System.nanoTime() + SECONDS.toNanos(20);
        var answer = ask(command, arguments);
        while (!answer.contains(part)) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("Redis still answers " + answer + ", not " + part);
            }
            ASKING.timer(20, MILLISECONDS).await();
            answer = ask(command, arguments);
        }
    }

    private Process launch() throws IOException {
        var started = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var output = started.inputReader(UTF_8);
        var printed = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            printed.append(line).append('\n');
            if (READY.matcher(line).find()) {
                var drain = new Thread(() -> drain(output));
                drain.setDaemon(true);
                drain.start();
                return started;
            }
        }
        throw new IOException("Redis does not start:\n" + printed);
    }

    private static void drain(Reader output) {
        try (output) {
            output.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // As it does when the process is killed.
            return;
        }
    }

    private void signal(String name) throws Exception {
        var exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " ended with " + exit);
        }
    }

    private void awaitEnd() {
        process.onExit().join();
    }

    private static Path program() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
