package io.lockstep.deploy.admin;

import io.lockstep.deploy.cli.Access;
import io.lockstep.deploy.cli.Arguments;
import io.lockstep.deploy.cli.Server;
import io.lockstep.deploy.cli.Settings;
import io.lockstep.deploy.cli.Terminal;
import io.lockstep.deploy.config.LockstepConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One call of a command: its arguments, the settings, the server as an admin sees it, and what is printed. The first word of
 * the arguments says what is to be done.
 */
record Administration(Arguments arguments, Terminal terminal, LockstepConfig config, Server server) {
    static final String COMMON = """

              --server URL     where the server is; default LOCKSTEP_URL, else as in the settings
              --json           prints JSON""";

    private static final String JSON = "--json";
    private static final String GAP = "  ";

    static Administration of(
            List<String> given, Terminal terminal, Set<String> options, Set<String> flags, String usage) {
        var withServer = new HashSet<>(options);
        withServer.add("--server");
        var withJson = new HashSet<>(flags);
        withJson.add(JSON);
        var arguments = Arguments.of(given, withServer, withJson, usage);
        if (arguments.words().isEmpty()) {
            throw arguments.misused("say what to do");
        }
        var config = Settings.of(terminal);
        var server = new Server(
                Server.url(arguments.option("--server"), config, terminal), Access.adminToken(config, terminal));
        return new Administration(arguments, terminal, config, server);
    }

    /** The word after what is to be done; the only one. */
    String only(String name) {
        return arguments.exactly("what to do", name).get(1);
    }

    /** What an option says; fails when it is not given. */
    String needed(String option) {
        return arguments.option(option).orElseThrow(() -> arguments.misused(option + " is missing"));
    }

    /** A list between commas; an empty text is none. */
    static JsonArray list(String text) {
        var items = new JsonArray();
        Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .forEach(items::add);
        return items;
    }

    /** A sentence that says what was done; with {@code --json} what the server answered instead. */
    int done(String sentence, JsonObject answer) {
        terminal.out().println(arguments.has(JSON) ? answer.encode() : sentence);
        return 0;
    }

    /** A table whose columns are as wide as they must be; with {@code --json} one object a line. */
    int table(List<JsonObject> items, List<String> heads, Function<JsonObject, List<String>> row) {
        if (arguments.has(JSON)) {
            items.forEach(item -> terminal.out().println(item.encode()));
            return 0;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(heads);
        items.forEach(item -> rows.add(row.apply(item)));
        var widths = new int[heads.size()];
        rows.forEach(cells -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        });
        rows.forEach(cells -> terminal.out().println(line(cells, widths)));
        return 0;
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
