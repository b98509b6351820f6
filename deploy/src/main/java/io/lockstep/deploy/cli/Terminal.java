package io.lockstep.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a command is run: its environment, what it may read, and where it prints. */
public record Terminal(Map<String, String> environment, InputStream in, PrintStream out, PrintStream errors) {

    /** The one of this process. */
    public static Terminal ofProcess() {
        var environment = System.getenv();
        return new Terminal(
                environment,
                System.in,
                isUtf8(environment) ? new PrintStream(System.out, true, UTF_8) : System.out,
                System.err);
    }

    /** Whether more than ASCII can be shown: the first of these variables that is set decides, as everywhere. */
    public boolean isUtf8() {
        return isUtf8(environment);
    }

    private static boolean isUtf8(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(locale -> !locale.isEmpty())
                .findFirst()
                .map(locale -> locale.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8"))
                .orElse(false);
    }

    /**
     * A password: the first line of the standard input, or typed unseen by who sits at a terminal. It is never an argument,
     * which every user of the machine could read.
     */
    public String password(boolean isOnStandardInput) {
        var password = isOnStandardInput ? firstLine() : typed();
        return password.filter(text -> !text.isEmpty())
                .orElseThrow(() -> new CommandFailure(
                        "the password is missing: give it on the standard input with --password-stdin"));
    }

    private Optional<String> firstLine() {
        try {
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(in, UTF_8)).readLine());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("SystemConsoleNull")
    private static Optional<String> typed() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        var first = console.readPassword("Password: ");
        var second = console.readPassword("Once more: ");
        if (first == null || second == null) {
            return Optional.empty();
        }
        if (!String.valueOf(first).equals(String.valueOf(second))) {
            throw new CommandFailure("the two passwords are not the same: nothing was changed");
        }
        return Optional.of(String.valueOf(first));
    }
}
