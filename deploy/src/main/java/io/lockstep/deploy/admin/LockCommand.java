package io.lockstep.deploy.admin;

import static io.lockstep.deploy.cli.Server.segment;

import io.lockstep.deploy.cli.Command;
import io.lockstep.deploy.cli.Terminal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** The command {@code lock}: who holds what, and taking it from him. */
public final class LockCommand {
    private static final String USAGE = """
            usage: java -jar lockstep.jar lock WHAT --space SPACE [options]
              list                                       what is locked, by whom, until when
              break DOCUMENT FIELD [--reason TEXT]       FIELD is * for a lock on the whole document; the holder is told""" + Administration.COMMON;

    public static final Command COMMAND = new Command("lock", "who holds what: list, break", USAGE, LockCommand::run);

    private final Administration call;

    private LockCommand(Administration call) {
        this.call = call;
    }

    private static int run(List<String> arguments, Terminal terminal) throws InterruptedException {
        var command =
                new LockCommand(Administration.of(arguments, terminal, Set.of("--space", "--reason"), Set.of(), USAGE));
        return switch (command.call.arguments().words().get(0)) {
            case "list" -> command.list();
            case "break" -> command.breakLock();
            default -> throw command.call.arguments().misused("'lock' knows list and break");
        };
    }

    private int list() throws InterruptedException {
        call.arguments().exactly("what to do");
        return call.table(
                Administration.objects(call.server().get(space() + "/locks").getJsonArray("locks")),
                List.of("document", "field", "user", "until"),
                lock -> List.of(
                        lock.getString("document"),
                        lock.getString("field"),
                        lock.getString("owner"),
                        lock.getString("expiresAt")));
    }

    private int breakLock() throws InterruptedException {
        var words = call.arguments().exactly("what to do", "the document", "the field");
        var body = new JsonObject()
                .put("reason", call.arguments().option("--reason").orElse("broken by an administrator"));
        var path = space() + "/documents/" + segment(words.get(1)) + "/locks/" + segment(words.get(2)) + "/break";
        return call.done("the lock is broken", call.server().ask("POST", path, body));
    }

    private String space() {
        return "/api/v1/spaces/" + segment(call.needed("--space"));
    }
}
