package io.lockstep.deploy.cli;

import java.util.List;

/**
 * One command of the command line.
 *
 * @param summary what it does, for the list of all commands
 * @param usage what {@code help <name>} prints
 */
public record Command(String name, String summary, String usage, Body body) {
    /** Exit code of a command that did not do what it was asked for. */
    public static final int FAILED = 1;

    /** The work of a command. */
    @FunctionalInterface
    public interface Body {
        /** Runs to the end and gives the exit code; fails with a {@link CommandFailure}. */
        int run(List<String> arguments, Terminal terminal) throws InterruptedException;
    }

    /** Runs to the end and gives the exit code; what keeps it from its work is a line on the error output. */
    public int run(List<String> arguments, Terminal terminal) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            terminal.out().println(usage);
            return 0;
        }
        try {
            return body.run(arguments, terminal);
        } catch (CommandFailure failure) {
            terminal.errors().println("lockstep " + name + ": " + failure.sentence());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            terminal.errors().println("lockstep " + name + ": interrupted");
        }
        return FAILED;
    }
}
