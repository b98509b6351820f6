package io.lockstep.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A TCP proxy whose route can be lost, both ways or one: connections stay open, new ones are accepted, and nothing passes,
 * not even the end of a connection. When the route is back, what was sent meanwhile arrives after all, as TCP sees to it.
 */
public final class StallingProxy implements AutoCloseable {
    private final IntSupplier target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Gate there = new Gate();
    private final Gate back = new Gate();

    StallingProxy(int target) throws IOException {
        this(InetAddress.getLoopbackAddress(), () -> target);
    }

    /**
     * A proxy of which others on a network know.
     *
     * @param target the port of each new connection, on the loopback address
     */
    public StallingProxy(InetAddress address, IntSupplier target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, address);
        run("accepts", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    void stall() {
        there.close();
        back.close();
    }

    /** Only what comes back is held: what is sent arrives. */
    void stallAnswers() {
        back.close();
    }

    void heal() {
        there.open();
        back.open();
    }

    private void accept() throws IOException {
        while (true) {
            join(server.accept());
        }
    }

    private void join(Socket client) throws IOException {
        sockets.add(client);
        try {
            var upstream = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            sockets.add(upstream);
            run("there", () -> forward(client, upstream, there));
            run("back", () -> forward(upstream, client, back));
        } catch (IOException refused) {
            client.close();
        }
    }

    private static void forward(Socket from, Socket to, Gate gate) throws IOException, InterruptedException {
        var buffer = new byte[16_384];
        try {
            for (var count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                gate.pass();
                to.getOutputStream().write(buffer, 0, count);
            }
            gate.pass();
            // Only this half: what is on its way back still arrives.
            to.shutdownOutput();
        } catch (IOException broken) {
            gate.pass();
            from.close();
            to.close();
        }
    }

    private static void run(String name, Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException closed) {
                // The other end of the work: its sockets are closed.
                return;
            }
        });
        thread.setName("proxy, " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What holds one way. */
    private static final class Gate {
        private boolean isClosed;

        synchronized void close() {
            isClosed = true;
        }

        synchronized void open() {
            isClosed = false;
            notifyAll();
        }

        synchronized void pass() throws InterruptedException {
            while (isClosed) {
                wait();
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    @Override
    public void close() throws IOException {
        server.close();
        heal();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
