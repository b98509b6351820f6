package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A real reverse proxy before a gateway, as a process of a test. */
final class ReverseProxy implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final int port;

    private ReverseProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Started with our file, and listening; skips the test where the program is missing.
     *
     * @param directory for what it writes
     * @param gateway the port behind it
     */
    static ReverseProxy start(ProxyKind kind, Path directory, int gateway) throws IOException, InterruptedException {
        var program = Programs.find(kind.program());
        Programs.require(
                program.isPresent(),
                "LOCKSTEP_REQUIRE_PROXIES",
                "Test of " + kind.file().getFileName() + " skipped: " + kind.program()
                        + " is not on this machine (Debian: " + kind.debianPackage() + ")");
        // Its workers are not root.
        var own = Files.createDirectory(
                directory.resolve(kind.program()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var port = freePort();
        var launch = kind.launch(own, port, gateway);
        var log = own.resolve("log");
        var builder = new ProcessBuilder(program.orElseThrow().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(launch.arguments());
        builder.environment().putAll(launch.environment());
        var proxy = new ReverseProxy(builder.start(), port);
        proxy.awaitListening(log);
        return proxy;
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitListening(Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isListening()) {
            if (process.waitFor(50, MILLISECONDS) || System.nanoTime() > deadline) {
                close();
                throw new AssertionError("the proxy does not listen: " + Files.readString(log));
            }
        }
    }

    private boolean isListening() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Ends it and the workers that it has started. */
    @Override
    public void close() {
        var workers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
