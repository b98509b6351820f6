package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.lockstep.deploy.config.LockstepConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The whole product, running once for all tests of this JVM: real PostgreSQL and Redis, demo data, free ports. Stopped, and
 * its data deleted, when the JVM ends. The system property {@code lockstep.takeover} says whether WebSockets leave Vert.x;
 * {@code lockstep.split} says whether metadata, locks and dispatcher are processes of their own, and only the gateway is in
 * this JVM.
 */
final class Stack {
    private static final Path DEMO = Path.of("demo.json");
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 15;

    private Stack() {}

    private static final class Running {
        static final Lockstep SERVER = start();
    }

    static Lockstep shared() {
        return Running.SERVER;
    }

    private static Lockstep start() {
        try {
            var data = Files.createTempDirectory("lockstep-stack");
            if (Boolean.getBoolean("lockstep.split")) {
                var cluster = SplitStack.start(data, DEMO);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, data)));
                return cluster;
            }
            var server = Lockstep.start(LockstepConfig.of(Map.of(
                            "LOCKSTEP_HTTP_PORT",
                            "0",
                            "LOCKSTEP_MANAGEMENT_PORT",
                            "0",
                            "LOCKSTEP_DATA_DIR",
                            data.toString(),
                            "LOCKSTEP_SEED",
                            DEMO.toString(),
                            "LOCKSTEP_SOCKETS_TAKEOVER",
                            System.getProperty("lockstep.takeover", "true"))))
                    .await(START_SECONDS, SECONDS);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data)));
            return server;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the stack did not start within " + START_SECONDS + " s", late);
        }
    }

    private static void stop(Lockstep server, Path data) {
        try {
            server.close().await(STOP_SECONDS, SECONDS);
            try (var files = Files.walk(data)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException | TimeoutException unfinished) {
            // The system's temporary directory keeps what is left.
        }
    }
}
