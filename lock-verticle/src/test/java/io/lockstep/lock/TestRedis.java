package io.lockstep.lock;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A real Redis on a free port of 127.0.0.1; most tests share one, those that stop it start their own. */
final class TestRedis {
    private static @Nullable TestRedis shared;

    private final int port;
    private RedisServer server;

    private TestRedis(int port) throws IOException {
        this.port = port;
        this.server = start(port);
    }

    /** One for the JVM, emptied by each test class that needs it empty. */
    static synchronized TestRedis shared() {
        if (shared == null) {
            var started = startOwn();
            Runtime.getRuntime().addShutdownHook(new Thread(started::stop));
            shared = started;
        }
        return shared;
    }

    static TestRedis startOwn() {
        try {
            return new TestRedis(freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
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
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Empty, on the same port. */
    void startAgain() {
        try {
            server = start(port);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks Redis itself, past everything that is tested. Answers as text. */
    String ask(Command command, Object... arguments) {
        var vertx = Vertx.vertx();
        try {
            var request = Request.cmd(command);
            Arrays.stream(arguments).forEach(argument -> request.arg(argument.toString()));
            return String.valueOf(Redis.createClient(vertx, uri()).send(request).await(10, SECONDS));
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        } finally {
            vertx.close().await();
        }
    }

    private static RedisServer start(int port) throws IOException {
        var server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        server.start();
        return server;
    }
}
