package io.lockstep.deploy.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.lockstep.deploy.StartFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis from the jar, on a free port of 127.0.0.1. It writes nothing to disk: locks last for seconds, and a fence never
 * goes back even when Redis forgets everything.
 *
 * <p>A thread copies what it prints to its log, and starts it again on the same port if it ends by itself.
 */
public final class EmbeddedRedisServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedisServer.class);
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final String READY = "Ready to accept connections";

    private final int port;
    private final List<String> command;
    private final Path log;
    private volatile Process process;
    private volatile boolean isClosed;

    private EmbeddedRedisServer(int port, List<String> command, Path log) throws IOException {
        this.port = port;
        this.command = command;
        this.log = log;
        this.process = launch();
    }

    public static EmbeddedRedisServer start(DataDir dataDir) {
        var log = dataDir.log("redis");
        var programs = dataDir.programs("redis");
        var pidFile = dataDir.redis().resolve("redis.pid");
        try {
            Orphan.stop(pidFile, programs);
            Files.createDirectories(dataDir.redis());
            Files.createDirectories(programs);
            var port = FreePort.find();
            var program =
                    ExecutableProvider.newJarResourceProvider(programs.toFile()).get();
            var server = new EmbeddedRedisServer(
                    port, command(program.getAbsolutePath(), port, dataDir.redis(), pidFile), log);
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException failure) {
            throw new StartFailure(
                    "The embedded Redis does not start: see " + log
                            + ", or set LOCKSTEP_REDIS_URI to a Redis of your own",
                    failure);
        }
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        isClosed = true;
        Orphan.stop(process.toHandle());
    }

    private static List<String> command(String program, int port, Path directory, Path pidFile) {
        return List.of(
                program,
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--pidfile",
                pidFile.toString(),
                "--save",
                "",
                "--appendonly",
                "no");
    }

    private Process launch() throws IOException {
        var own = new ArrayList<>(command);
        if (Files.isExecutable(SETSID)) {
            // Ctrl-C goes to the whole foreground group: Redis must outlive the parts that use it.
            own.add(0, SETSID.toString());
        }
        return new ProcessBuilder(own).redirectErrorStream(true).start();
    }

    private void awaitReady() throws IOException {
        var output = process.inputReader(UTF_8);
        if (!copyUntilReady(output)) {
            throw new IOException("it ended by itself");
        }
        var keeper = new Thread(() -> keep(output), "embedded-redis");
        keeper.setDaemon(true);
        keeper.start();
    }

    private void keep(BufferedReader first) {
        var output = first;
        try {
            while (true) {
                copy(output);
                if (isClosed) {
                    return;
                }
                LOG.warn("the embedded Redis ended by itself and is started again: all locks are lost");
                process = launch();
                output = process.inputReader(UTF_8);
                if (!copyUntilReady(output)) {
                    LOG.atError().addKeyValue("log", log).log("the embedded Redis does not start again");
                    return;
                }
            }
        } catch (IOException failure) {
            if (!isClosed) {
                LOG.atError().setCause(failure).log("the embedded Redis cannot be watched");
            }
        }
    }

    /** False when the output ended before. */
    private boolean copyUntilReady(BufferedReader output) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            append(line);
            if (line.contains(READY)) {
                return true;
            }
        }
        return false;
    }

    private void copy(BufferedReader output) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            append(line);
        }
    }

    private void append(String line) throws IOException {
        Files.writeString(log, line + System.lineSeparator(), UTF_8, CREATE, APPEND);
    }
}
