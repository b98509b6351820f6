package io.lockstep.deploy.selftest;

import io.lockstep.deploy.cli.Access;
import io.lockstep.deploy.cli.Arguments;
import io.lockstep.deploy.cli.Command;
import io.lockstep.deploy.cli.CommandFailure;
import io.lockstep.deploy.cli.Server;
import io.lockstep.deploy.cli.Terminal;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The way through a self-test: settings, PostgreSQL, Redis, the running server, the proxy before it. What needs something that
 * failed is skipped. Nothing is left behind: what is written is taken back.
 *
 * <p>Exit codes: 0 nothing failed, 1 something did.
 */
public final class SelfTestCommand {
    private static final String USAGE = """
            usage: java -jar lockstep.jar self-test [options]
              checks the settings, PostgreSQL, Redis, the running server and the proxy before it, with the settings of the
              environment, and says how to mend what is wrong; exit code 0 when nothing is
              --offline        leaves the running server and the proxy out
              --server URL     where the server is; default LOCKSTEP_URL, else as in the settings
              --url URL        its public address, by which the proxy is checked; default LOCKSTEP_PUBLIC_URL, else
                               LOCKSTEP_PUSH_PUBLIC_URL, else no proxy is checked
              --json           prints one JSON object""";

    public static final Command COMMAND = new Command(
            "self-test",
            "checks settings, stores, server and proxy, and says what to mend",
            USAGE,
            SelfTestCommand::run);

    private static final String SETTINGS = "Settings";

    private final Arguments arguments;
    private final Terminal terminal;
    private final Report report;

    private SelfTestCommand(Arguments arguments, Terminal terminal) {
        this.arguments = arguments;
        this.terminal = terminal;
        this.report = new Report(
                terminal.out(),
                arguments.has("--json")
                        ? Report.Style.JSON
                        : terminal.isUtf8() ? Report.Style.SIGNS : Report.Style.WORDS);
    }

    private static int run(List<String> arguments, Terminal terminal) throws InterruptedException {
        var parsed = Arguments.of(arguments, Set.of("--server", "--url"), Set.of("--offline", "--json"), USAGE);
        parsed.exactly();
        return new SelfTestCommand(parsed, terminal).run();
    }

    private int run() throws InterruptedException {
        var config = config();
        var vertx = Vertx.vertx();
        try {
            stores(vertx, config);
            server(config);
        } finally {
            vertx.close().await();
        }
        return report.end();
    }

    private Optional<LockstepConfig> config() throws InterruptedException {
        var read = new LockstepConfig[1];
        report.check(SETTINGS, "correct it (docs/configuration.md)", () -> {
            read[0] = LockstepConfig.of(terminal.environment());
            return "roles "
                    + read[0].roles().stream()
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList();
        });
        return Optional.ofNullable(read[0]);
    }

    private void stores(Vertx vertx, Optional<LockstepConfig> config) throws InterruptedException {
        var postgres = new PostgresChecks(vertx, report);
        var redis = new RedisChecks(vertx, report);
        if (config.isEmpty()) {
            postgres.skip("as the settings are wrong");
            redis.skip("as the settings are wrong");
            return;
        }
        var uri = config.get().postgres().uri();
        if (uri.isPresent()) {
            postgres.run(uri.get());
        } else {
            postgres.skip("as the server starts its own (no LOCKSTEP_POSTGRES_URI)");
        }
        if (config.get().redis().uri().isEmpty()) {
            redis.skip("as the server starts its own (no LOCKSTEP_REDIS_URI)");
        } else {
            redis.run(config.get().redis());
        }
    }

    private void server(Optional<LockstepConfig> config) throws InterruptedException {
        var server = new ServerChecks(report);
        var proxy = new ProxyChecks(report);
        if (config.isEmpty() || arguments.has("--offline")) {
            var why = config.isEmpty() ? "as the settings are wrong" : "as --offline says";
            server.skip(why);
            proxy.skip(why);
            return;
        }
        var found = new Visitor[1];
        boolean isKnown = report.check("Server address and secret", "", () -> {
            try {
                found[0] = visitor(Server.url(arguments.option("--server"), config.get(), terminal), config.get());
            } catch (CommandFailure failure) {
                var sentence = failure.sentence();
                int colon = sentence.indexOf(": ");
                throw new Finding(sentence.substring(0, colon), sentence.substring(colon + 2));
            }
            return found[0].url().toString();
        });
        if (!isKnown) {
            server.skip("as it is not known how to reach it");
            proxy.skip("as it is not known who may");
            return;
        }
        boolean answers = server.run(found[0], config.get());
        var publicUrl = publicUrl(config.get());
        if (publicUrl.isEmpty()) {
            proxy.skip("as no public address is given (--url, LOCKSTEP_PUBLIC_URL)");
        } else if (!answers) {
            proxy.skip("as the server does not answer");
        } else {
            proxy.run(visitor(publicUrl.get(), config.get()));
        }
    }

    private Visitor visitor(URI url, LockstepConfig config) {
        return new Visitor(url, Access.adminToken(config, terminal));
    }

    private Optional<URI> publicUrl(LockstepConfig config) {
        return arguments
                .option("--url")
                .or(() -> Optional.ofNullable(terminal.environment().get("LOCKSTEP_PUBLIC_URL")))
                .filter(url -> !url.isEmpty())
                .or(() -> config.push().publicUrl())
                .map(url -> Server.parsed(url, "--url"));
    }
}
