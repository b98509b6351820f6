package io.lockstep.deploy.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table of the commands; the first word says which one is meant. */
public final class Commands {
    private final List<Command> commands;

    public Commands(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Runs the command that the arguments name, and gives its exit code. */
    public int run(List<String> arguments, Terminal terminal) {
        var name = arguments.get(0);
        var rest = arguments.subList(1, arguments.size());
        if (name.equals("help") || name.equals("--help") || name.equals("-h")) {
            return help(rest, terminal);
        }
        return find(name, terminal).map(command -> command.run(rest, terminal)).orElse(Command.FAILED);
    }

    private int help(List<String> names, Terminal terminal) {
        if (names.isEmpty()) {
            terminal.out().println(overview());
            return 0;
        }
        return find(names.get(0), terminal)
                .map(command -> {
                    terminal.out().println(command.usage());
                    return 0;
                })
                .orElse(Command.FAILED);
    }

    private Optional<Command> find(String name, Terminal terminal) {
        var found =
                commands.stream().filter(command -> command.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            terminal.errors()
                    .println("lockstep: '" + name + "' is not understood: give "
                            + commands.stream().map(Command::name).collect(Collectors.joining(", "))
                            + ", help, --version or nothing, and settings in the environment (docs/configuration.md)");
        }
        return found;
    }

    private String overview() {
        return "usage: java -jar lockstep.jar [COMMAND]\n"
                + "  without a command: starts a server, with the settings of the environment (docs/configuration.md)\n"
                + commands.stream()
                        .map(command -> String.format("  %-10s %s%n", command.name(), command.summary()))
                        .collect(Collectors.joining())
                + "  help NAME  what a command understands\n"
                + "  --version  which version this is";
    }
}
