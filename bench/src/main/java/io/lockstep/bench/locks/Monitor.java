package io.lockstep.bench.locks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** An eye on every command that a Redis is sent, by MONITOR. It costs Redis time, so nothing is measured meanwhile. */
final class Monitor implements AutoCloseable {
    /** Redis prints {@code +<time> [<database> <client or lua>] "<argument>" "<argument>" ...}. */
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"");

    private static final Pattern OF_A_SCRIPT = Pattern.compile("\\+\\S+ \\[\\d+ lua\\].*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");
    private static final int SILENCE_MILLIS = 10_000;

    private final RedisProbe probe;
    private final Socket socket;
    private final BufferedReader lines;
    private int marks;

    private Monitor(RedisProbe probe, Socket socket) throws IOException {
        this.probe = probe;
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    static Monitor open(RedisProbe probe, String redisUri) throws IOException {
        var uri = URI.create(redisUri);
        var socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.getOutputStream().write("MONITOR\r\n".getBytes(UTF_8));
        var monitor = new Monitor(probe, socket);
        if (!"+OK".equals(monitor.lines.readLine())) {
            throw new IOException("Redis lets nobody monitor it");
        }
        return monitor;
    }

    /** What clients have sent since the last time, oldest first, each as the words of the command. */
    @CanIgnoreReturnValue
    List<List<String>> sent() throws IOException, TimeoutException {
        var mark = "mark-" + marks++;
        probe.mark(mark);
        var commands = new ArrayList<List<String>>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (OF_A_SCRIPT.matcher(line).matches()) {
                continue;
            }
            var words = words(line);
            if (words.contains(mark)) {
                return commands;
            }
            commands.add(words);
        }
        throw new IOException("Redis has closed the connection");
    }

    private static List<String> words(String line) {
        return ARGUMENT.matcher(line)
                .results()
                .map(word -> ESCAPED.matcher(word.group(1)).replaceAll("$1"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
