package io.lockstep.deploy.nemesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of hosts on this machine: each is a network namespace with an address of its own, joined by a bridge that nobody
 * outside reaches. A host can be cut off and joined again, as by pulling its cable. Needs root and {@code ip}.
 *
 * <p>The addresses are of the range that is kept for tests of networks (RFC 2544).
 */
final class Lab implements AutoCloseable {
    private static final String SKIPPED =
            "Cluster tests with a network of their own skipped: they need root, Linux and the program ip (Debian: iproute2)";

    private final String id = Long.toString(ProcessHandle.current().pid(), 36);
    private final String net = "198.18." + ProcessHandle.current().pid() % 250 + ".";
    private final String bridge = "lsb" + id;
    private final List<Host> hosts = new ArrayList<>();

    /** One host; its network has the name of the namespace. */
    record Host(String namespace, String cable, String address) {
        /** What starts a program there. */
        List<String> command(List<String> program) {
            var command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
            command.addAll(program);
            return command;
        }
    }

    /** Skips the test, and says why, where there can be none; CI requires one. */
    static void require() {
        var isPossible = canMakeNamespaces();
        if ("true".equals(System.getenv("LOCKSTEP_REQUIRE_NETWORK")) && !isPossible) {
            throw new AssertionError("a network of its own is required: run as root, with iproute2 installed");
        }
        if (!isPossible) {
            System.out.println(SKIPPED);
        }
        assumeTrue(isPossible, SKIPPED);
    }

    private static boolean canMakeNamespaces() {
        var probe = "lsp" + Long.toString(ProcessHandle.current().pid(), 36);
        try {
            run("ip", "netns", "add", probe);
            run("ip", "netns", "del", probe);
            return true;
        } catch (IOException | InterruptedException impossible) {
            return false;
        }
    }

    private Lab() {}

    static Lab open(int count) throws IOException, InterruptedException {
        var lab = new Lab();
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        run("ip", "link", "add", lab.bridge, "type", "bridge");
        run("ip", "addr", "add", lab.address() + "/24", "dev", lab.bridge);
        run("ip", "link", "set", lab.bridge, "up");
        for (int number = 0; number < count; number++) {
            lab.addHost(number);
        }
        return lab;
    }

    private void addHost(int number) throws IOException, InterruptedException {
        var host = new Host("lsn" + id + "-" + number, "lsv" + id + number, net + (11 + number));
        hosts.add(host);
        run("ip", "netns", "add", host.namespace());
        run("ip", "link", "add", host.cable(), "type", "veth", "peer", "name", "eth0", "netns", host.namespace());
        run("ip", "link", "set", host.cable(), "master", bridge, "up");
        inside(host, "ip", "addr", "add", host.address() + "/24", "dev", "eth0");
        inside(host, "ip", "link", "set", "eth0", "up");
        inside(host, "ip", "link", "set", "lo", "up");
    }

    private static void inside(Host host, String... command) throws IOException, InterruptedException {
        run(host.command(List.of(command)).toArray(String[]::new));
    }

    /** Of this process, for the hosts. */
    String address() {
        return net + "1";
    }

    Host host(int number) {
        return hosts.get(number);
    }

    /** Nothing comes to it or from it; nobody is told. */
    void cut(Host host) throws IOException, InterruptedException {
        run("ip", "link", "set", host.cable(), "down");
    }

    void join(Host host) throws IOException, InterruptedException {
        run("ip", "link", "set", host.cable(), "up");
    }

    /** Whatever is left of it; a second time there is nothing. */
    @Override
    public void close() {
        hosts.forEach(host -> attempt("ip", "netns", "del", host.namespace()));
        hosts.clear();
        attempt("ip", "link", "del", bridge);
    }

    private static void attempt(String... command) {
        try {
            run(command);
        } catch (IOException gone) {
            // There is nothing to take away.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
    }
}
