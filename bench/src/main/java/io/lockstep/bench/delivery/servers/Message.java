package io.lockstep.bench.delivery.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An event as Lockstep sent it once, with another seq each time: the bytes that all servers deliver. */
record Message(String head, String tail) {
    private static final Pattern SEQ = Pattern.compile("\"seq\":\\d+");

    static Message read(Path file) throws IOException {
        var text = Files.readString(file);
        var seq = SEQ.matcher(text);
        if (!seq.find()) {
            throw new IOException(file + " has no seq");
        }
        return new Message(text.substring(0, seq.start()) + "\"seq\":", text.substring(seq.end()));
    }

    String text(long seq) {
        return head + seq + tail;
    }
}
