package io.lockstep.deploy.admin;

import static io.lockstep.deploy.cli.Server.segment;

import io.lockstep.contract.Actor;
import io.lockstep.deploy.cli.Command;
import io.lockstep.deploy.cli.CommandFailure;
import io.lockstep.deploy.cli.Terminal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command {@code user}: who has an account. */
public final class UserCommand {
    private static final String USAGE = """
            usage: java -jar lockstep.jar user WHAT [options]
              list                                           all users
              show NAME
              add NAME [--password-stdin] [--admin] [--groups A,B] [--display-name TEXT] [--quota BYTES]
              set NAME [--admin | --no-admin] [--groups A,B] [--display-name TEXT] [--quota BYTES|none]
              password NAME [--password-stdin]
              remove NAME                                    also out of all spaces
            Another password, or other groups, end the user's sessions and tokens; so does removing him.
              --password-stdin the password is the first line of the standard input; without it, it is asked for
              --groups A,B     all groups, for set too; the group admin is the same as --admin""" + Administration.COMMON;

    public static final Command COMMAND =
            new Command("user", "who has an account: list, show, add, set, password, remove", USAGE, UserCommand::run);

    private static final String PASSWORD_STDIN = "--password-stdin";
    private static final String USERS = "/api/v1/users";

    private final Administration call;

    private UserCommand(Administration call) {
        this.call = call;
    }

    private static int run(List<String> arguments, Terminal terminal) throws InterruptedException {
        var command = new UserCommand(Administration.of(
                arguments,
                terminal,
                Set.of("--groups", "--display-name", "--quota"),
                Set.of(PASSWORD_STDIN, "--admin", "--no-admin"),
                USAGE));
        return switch (command.call.arguments().words().get(0)) {
            case "list" -> command.list();
            case "show" -> command.show();
            case "add" -> command.add();
            case "set" -> command.set();
            case "password" -> command.password();
            case "remove" -> command.remove();
            default -> throw command.call.arguments().misused("'user' knows list, show, add, set, password and remove");
        };
    }

    private int list() throws InterruptedException {
        call.arguments().exactly("what to do");
        var users = new ArrayList<JsonObject>();
        var after = "";
        do {
            var page = call.server().get(USERS + "?limit=1000" + after);
            users.addAll(Administration.objects(page.getJsonArray("accounts")));
            after = page.getString("next") == null ? "" : "&after=" + segment(page.getString("next"));
        } while (!after.isEmpty());
        return table(users);
    }

    private int show() throws InterruptedException {
        return table(List.of(call.server().get(path(call.only("the name")))));
    }

    private int table(List<JsonObject> users) {
        return call.table(
                users,
                List.of("user", "name", "groups", "quota"),
                user -> List.of(
                        user.getString("user"),
                        user.getString("displayName"),
                        groups(user),
                        user.getLong("quotaBytes") == null ? "-" : String.valueOf(user.getLong("quotaBytes"))));
    }

    private static String groups(JsonObject user) {
        var groups = user.getJsonArray("groups");
        return groups.isEmpty()
                ? "-"
                : groups.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }

    private int add() throws InterruptedException {
        var name = call.only("the name");
        var body = changes(new JsonArray()).put("user", name);
        body.put("password", call.terminal().password(call.arguments().has(PASSWORD_STDIN)));
        return call.done(
                "added " + name + (isAdmin(body) ? ", an admin" : ""),
                call.server().ask("POST", USERS, body));
    }

    private int set() throws InterruptedException {
        var name = call.only("the name");
        var before = call.server().get(path(name));
        var body = changes(before.getJsonArray("groups"));
        if (body.isEmpty()) {
            throw call.arguments().misused("nothing is to be set");
        }
        return call.done("changed " + name, call.server().ask("PATCH", path(name), body));
    }

    private int password() throws InterruptedException {
        var name = call.only("the name");
        var unused = call.server().get(path(name));
        var password = call.terminal().password(call.arguments().has(PASSWORD_STDIN));
        var answer = call.server().ask("PATCH", path(name), new JsonObject().put("password", password));
        return call.done("changed the password of " + name + "; he signs in again", answer);
    }

    private int remove() throws InterruptedException {
        var name = call.only("the name");
        var removed = call.server().delete(path(name));
        var spaces = removed.getJsonArray("spaces").size();
        return call.done("removed " + name + ", and from " + spaces + (spaces == 1 ? " space" : " spaces"), removed);
    }

    /** What the options say, on top of the groups that stand. */
    private JsonObject changes(JsonArray standing) {
        var arguments = call.arguments();
        var body = new JsonObject();
        var groups = arguments.option("--groups").map(Administration::list).orElse(standing);
        if (arguments.has("--admin") && arguments.has("--no-admin")) {
            throw arguments.misused("--admin and --no-admin exclude each other");
        }
        if (arguments.has("--admin") && !groups.contains(Actor.ADMIN_GROUP)) {
            groups = groups.copy().add(Actor.ADMIN_GROUP);
        }
        if (arguments.has("--no-admin")) {
            groups = groups.copy();
            groups.remove(Actor.ADMIN_GROUP);
        }
        if (arguments.option("--groups").isPresent() || arguments.has("--admin") || arguments.has("--no-admin")) {
            body.put("groups", groups);
        }
        arguments.option("--display-name").ifPresent(name -> body.put("displayName", name));
        arguments.option("--quota").ifPresent(quota -> body.put("quotaBytes", bytes(quota)));
        return body;
    }

    private static @Nullable Long bytes(String quota) {
        if (quota.equals("none")) {
            return null;
        }
        if (!quota.matches("[0-9]{1,18}")) {
            throw new CommandFailure("--quota must be a number of bytes or none, not '" + quota + "'");
        }
        return Long.valueOf(quota);
    }

    private static boolean isAdmin(JsonObject body) {
        return body.getJsonArray("groups", new JsonArray()).contains(Actor.ADMIN_GROUP);
    }

    private static String path(String name) {
        return USERS + "/" + segment(name);
    }
}
