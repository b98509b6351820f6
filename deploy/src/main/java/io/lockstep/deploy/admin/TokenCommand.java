package io.lockstep.deploy.admin;

import static io.lockstep.deploy.cli.Server.segment;

import io.lockstep.contract.ServiceException;
import io.lockstep.deploy.cli.Access;
import io.lockstep.deploy.cli.Command;
import io.lockstep.deploy.cli.CommandFailure;
import io.lockstep.deploy.cli.Terminal;
import io.lockstep.gateway.auth.Scope;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command {@code token}: signs a token for a program that speaks as a user. */
public final class TokenCommand {
    private static final String USAGE = """
            usage: java -jar lockstep.jar token create --user NAME --hours HOURS [--scope SCOPE] [options]
              prints a token with which a program speaks as this user until it ends. Another password, or other groups of
              the user, end it before; so does removing him
              --hours HOURS    1 to 87600
              --scope SCOPE    what it is limited to, e.g. io.cozy.todos:GET; good for /realtime and /data only then""" + Administration.COMMON;

    public static final Command COMMAND = new Command("token", "tokens for programs: create", USAGE, TokenCommand::run);

    private static final int MAX_HOURS = 87_600;

    private TokenCommand() {}

    private static int run(List<String> arguments, Terminal terminal) throws InterruptedException {
        var call = Administration.of(arguments, terminal, Set.of("--user", "--hours", "--scope"), Set.of(), USAGE);
        if (!call.arguments().exactly("what to do").get(0).equals("create")) {
            throw call.arguments().misused("'token' knows create");
        }
        var hours = hours(call.needed("--hours"));
        var scope = checked(call.arguments().option("--scope").orElse(null));
        var user = call.server().get("/api/v1/users/" + segment(call.needed("--user")));
        var groups = user.getJsonArray("groups", new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
        var identity = new Identity(user.getString("user"), user.getString("displayName"), groups, scope);
        var token = Access.token(call.config(), identity, Duration.ofHours(hours));
        return call.done(token, new JsonObject().put("token", token).put("hours", hours));
    }

    private static int hours(String text) {
        int hours = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (hours < 1 || hours > MAX_HOURS) {
            throw new CommandFailure("--hours must be from 1 to " + MAX_HOURS + ", not '" + text + "'");
        }
        return hours;
    }

    private static @Nullable String checked(@Nullable String scope) {
        try {
            return scope == null ? null : Scope.check(scope);
        } catch (ServiceException malformed) {
            throw new CommandFailure("--scope: " + malformed.message());
        }
    }
}
