package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.lockstep.deploy.admin.LockCommand;
import io.lockstep.deploy.admin.SpaceCommand;
import io.lockstep.deploy.admin.TokenCommand;
import io.lockstep.deploy.admin.UserCommand;
import io.lockstep.deploy.cli.Commands;
import io.lockstep.deploy.cli.Terminal;
import io.lockstep.deploy.config.LockstepConfig;
import io.lockstep.deploy.config.LogFormat;
import io.lockstep.deploy.imports.ImportCommand;
import io.lockstep.deploy.log.JsonLog;
import io.lockstep.deploy.selftest.SelfTestCommand;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The command {@code java -jar lockstep.jar}: starts a server, says what it does, and stops it when it is told to
 * (SIGTERM, Ctrl-C). A start that fails is one line on the error output and exit code 1. With a word after it, it is the
 * command of that name instead.
 *
 * <p>Its thread is no event loop: it may wait.
 */
public final class Main {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final long STOP_SECONDS = 9;
    private static final Commands COMMANDS = new Commands(List.of(
            SelfTestCommand.COMMAND,
            UserCommand.COMMAND,
            SpaceCommand.COMMAND,
            TokenCommand.COMMAND,
            LockCommand.COMMAND,
            ImportCommand.COMMAND));

    private final Map<String, String> environment;
    private PrintStream out;
    private PrintStream errors;
    private boolean isJson;

    /** Set by the main thread, read by the shutdown hook. */
    private volatile boolean isReady;

    private Main(Map<String, String> environment, PrintStream out, PrintStream errors) {
        this.environment = environment;
        this.out = out;
        this.errors = errors;
    }

    public static void main(String[] arguments) {
        var status = new Main(System.getenv(), System.out, System.err).run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("--version")) {
            out.println("lockstep " + Version.CURRENT);
            return 0;
        }
        if (arguments.length > 0) {
            return COMMANDS.run(List.of(arguments), Terminal.ofProcess());
        }
        if (LogFormat.JSON.name().equalsIgnoreCase(environment.get("LOCKSTEP_LOG_FORMAT"))) {
            // Also what is wrong with the settings.
            useJson();
        }
        try {
            var config = LockstepConfig.of(environment);
            if (config.logFormat() == LogFormat.JSON) {
                useJson();
            }
            serve(config);
            return 0;
        } catch (StartFailure failure) {
            errors.println("lockstep: " + failure.sentence());
            LOG.debug("the start failed", failure);
        }
        return 1;
    }

    private void useJson() {
        if (!isJson) {
            isJson = true;
            JsonLog.use();
            out = JsonLog.lines(out, "INFO");
            errors = JsonLog.lines(errors, "ERROR");
        }
    }

    private void serve(LockstepConfig config) {
        ((Logger) LoggerFactory.getLogger("io.lockstep")).setLevel(Level.convertAnSLF4JLevel(config.logLevel()));
        var begun = System.nanoTime();
        out.println("Lockstep " + Version.CURRENT + " starts, data in "
                + config.dataDir().toAbsolutePath().normalize());
        var launch = new Launch(config, Progress.to(out));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(launch, config.graceSeconds()), "lockstep-stop"));
        var server = launch.start().await();
        isReady = true;
        embedded(server).ifPresent(out::println);
        out.println("Lockstep is ready after " + Progress.secondsSince(begun) + " s: " + welcome(server));
    }

    /** Where the servers listen that it started itself, for who wants to look into them. */
    private static Optional<String> embedded(Lockstep server) {
        var started = Stream.of(
                        server.postgresUri()
                                .filter(uri -> server.config().postgres().uri().isEmpty()),
                        server.redisUri()
                                .filter(uri -> server.config().redis().uri().isEmpty()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("   "));
        return started.isEmpty() ? Optional.empty() : Optional.of("  embedded: " + started);
    }

    private static String welcome(Lockstep server) {
        if (server.httpPort() == 0) {
            return server.config().roles().toString();
        }
        var logins = server.demoLogins().stream()
                .map(user -> user + "/" + user + (user.equals("carol") ? " (viewer)" : ""))
                .collect(Collectors.joining(", "));
        return server.address() + (logins.isEmpty() ? "" : "   sign in as " + logins);
    }

    private void stop(Launch launch, int graceSeconds) {
        var seconds = graceSeconds + STOP_SECONDS;
        var begun = System.nanoTime();
        try {
            launch.close().await(seconds, SECONDS);
            if (isReady) {
                out.println("Lockstep stopped after " + Progress.secondsSince(begun) + " s");
            }
        } catch (TimeoutException late) {
            errors.println("lockstep: did not stop within " + seconds + " s");
        }
    }
}
