package io.lockstep.deploy.admin;

import static io.lockstep.deploy.cli.Server.segment;

import io.lockstep.deploy.cli.Command;
import io.lockstep.deploy.cli.Terminal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** The command {@code space}: what there is, and who may do what there. */
public final class SpaceCommand {
    private static final String USAGE = """
            usage: java -jar lockstep.jar space WHAT [options]
              list [--wire WIRE]                 all spaces, e.g. of the wire metavox
              show SPACE                         all of it as JSON: fields, members, size
              add SPACE [--title TEXT] [--owner USER]
              members SPACE
              grant SPACE WHO ROLE               WHO is user:NAME or group:NAME, ROLE is viewer, editor or manager
              revoke SPACE WHO                   ends what he listens to there
              renew-epoch SPACE | --all          after a restore from a backup: all clients load anew""" + Administration.COMMON;

    public static final Command COMMAND = new Command(
            "space",
            "spaces and their members: list, show, add, members, grant, revoke, renew-epoch",
            USAGE,
            SpaceCommand::run);

    private static final String SPACES = "/api/v1/spaces";

    private final Administration call;

    private SpaceCommand(Administration call) {
        this.call = call;
    }

    private static int run(List<String> arguments, Terminal terminal) throws InterruptedException {
        var command = new SpaceCommand(
                Administration.of(arguments, terminal, Set.of("--wire", "--title", "--owner"), Set.of("--all"), USAGE));
        return switch (command.call.arguments().words().get(0)) {
            case "list" -> command.list();
            case "show" -> command.show();
            case "add" -> command.add();
            case "members" -> command.members();
            case "grant" -> command.grant();
            case "revoke" -> command.revoke();
            case "renew-epoch" -> command.renewEpoch();
            default ->
                throw command.call
                        .arguments()
                        .misused("'space' knows list, show, add, members, grant, revoke and renew-epoch");
        };
    }

    private int list() throws InterruptedException {
        call.arguments().exactly("what to do");
        var wire = call.arguments()
                .option("--wire")
                .map(name -> "?wire=" + segment(name))
                .orElse("");
        return call.table(
                Administration.objects(call.server().get(SPACES + wire).getJsonArray("spaces")),
                List.of("space", "title"),
                space -> List.of(space.getString("space"), space.getString("title")));
    }

    private int show() throws InterruptedException {
        call.terminal()
                .out()
                .println(call.server().get(path(call.only("the space"))).encodePrettily());
        return 0;
    }

    /** One that is there is changed no further than the options say. */
    private int add() throws InterruptedException {
        var space = call.only("the space");
        var body = new JsonObject();
        call.arguments().option("--title").ifPresent(title -> body.put("title", title));
        call.arguments().option("--owner").ifPresent(owner -> body.put("owner", owner));
        return call.done("space " + space + " is there", call.server().ask("PUT", path(space), body));
    }

    private int members() throws InterruptedException {
        var members = call.server().get(path(call.only("the space"))).getJsonObject("members");
        var rows = members.fieldNames().stream()
                .sorted()
                .map(who -> new JsonObject().put("principal", who).put("role", members.getString(who)))
                .toList();
        return call.table(
                rows, List.of("who", "role"), row -> List.of(row.getString("principal"), row.getString("role")));
    }

    private int grant() throws InterruptedException {
        var words = call.arguments().exactly("what to do", "the space", "who", "the role");
        var answer = call.server()
                .ask("PUT", member(words.get(1), words.get(2)), new JsonObject().put("role", words.get(3)));
        return call.done(words.get(2) + " is " + words.get(3) + " of " + words.get(1), answer);
    }

    private int revoke() throws InterruptedException {
        var words = call.arguments().exactly("what to do", "the space", "who");
        var answer = call.server().delete(member(words.get(1), words.get(2)));
        return call.done(words.get(2) + " is no member of " + words.get(1), answer);
    }

    private int renewEpoch() throws InterruptedException {
        boolean isAll = call.arguments().has("--all");
        var path = "/api/v1/renew";
        if (isAll) {
            call.arguments().exactly("what to do");
        } else {
            path = path(call.only("the space, or --all,")) + "/renew";
        }
        var renewed = call.server().ask("POST", path, new JsonObject());
        int count = renewed.getInteger("spaces");
        return call.done(
                count + (count == 1 ? " feed begins anew" : " feeds begin anew")
                        + ": clients load their documents again",
                renewed);
    }

    private static String path(String space) {
        return SPACES + "/" + segment(space);
    }

    private static String member(String space, String principal) {
        return path(space) + "/members/" + segment(principal);
    }
}
