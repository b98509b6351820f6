package io.lockstep.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real Redis of a test that kills it or lets it stand still; it keeps nothing on disk. */
public final class OwnRedis implements AutoCloseable {
    private final int port;
    private final Path directory;
    private final String program;
    private PausableProcess process;

    private OwnRedis(int port, Path directory, String program) throws IOException, InterruptedException {
        this.port = port;
        this.directory = directory;
        this.program = program;
        this.process = launch();
    }

    public static OwnRedis start(Path directory) throws IOException, InterruptedException {
        var program =
                ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
        return new OwnRedis(freePort(), directory, program.getAbsolutePath());
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Kills it, as {@code kill -9} does, and starts it on the same port: it has forgotten everything. */
    public void restartEmpty() throws IOException, InterruptedException {
        process.close();
        process = launch();
    }

    /** Lets it keep its connections and answer nobody. */
    public void pause() throws IOException, InterruptedException {
        process.pause();
    }

    /** What it was sent meanwhile it carries out now, late as it is. */
    public void resume() throws IOException, InterruptedException {
        process.resume();
    }

    /** As {@code CONFIG SET} does. */
    void set(String setting, String value) throws IOException {
        var command = "CONFIG SET " + setting + " " + value + "\r\n";
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(command.getBytes(US_ASCII));
            var answer = new String(client.getInputStream().readNBytes(3), US_ASCII);
            if (!answer.equals("+OK")) {
                throw new IOException(answer);
            }
        }
    }

    private PausableProcess launch() throws IOException, InterruptedException {
        var command = List.of(
                program, "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        var started = PausableProcess.start(directory, command);
        started.hear("Ready to accept connections");
        return started;
    }

    @Override
    public void close() {
        process.close();
    }
}
