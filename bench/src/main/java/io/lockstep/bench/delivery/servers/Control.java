package io.lockstep.bench.delivery.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * How the load generator leads a server: it writes lines to its standard input and reads the answers from its standard
 * output. {@code publish 3} brings three events to every socket, {@code listening} asks how many sockets would have them.
 */
final class Control {
    private static final String PUBLISH = "publish ";

    private Control() {}

    /** What a server can be told. */
    interface Server {
        int port();

        /** Sockets that an event would go to. */
        int listening();

        void publish(int events);
    }

    /** Ends the process when the input does: nobody is left who could. */
    static void serve(Server server) throws IOException {
        System.out.println("port " + server.port());
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals("listening")) {
                System.out.println("listening " + server.listening());
            } else if (line.startsWith(PUBLISH)) {
                server.publish(Integer.parseInt(line.substring(PUBLISH.length())));
            }
        }
        System.exit(0);
    }
}
