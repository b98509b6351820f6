package io.lockstep.gateway.socket.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The texts of SockJS on a WebSocket: {@code o}, {@code h}, {@code a["…"]} and {@code c[code,"…"]}. Pure. */
public final class SockJs {
    public static final String OPEN = "o";
    public static final String HEARTBEAT = "h";

    private static final JsonFactory JSON = new JsonFactory();
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private SockJs() {}

    /** A message as the server sends it. All but ASCII is escaped: some browsers fail on some of the rest. */
    public static String message(String text) {
        var quoted = new StringBuilder(text.length() + text.length() / 8 + 5).append("a[");
        quote(text, quoted);
        return quoted.append(']').toString();
    }

    /** Tells the client that the server ends the socket, and why. */
    public static String close(int code, String reason) {
        var quoted = new StringBuilder("c[").append(code).append(',');
        quote(reason, quoted);
        return quoted.append(']').toString();
    }

    /** The messages that a client's text carries, none for an empty one; empty when it is no string and no array of such. */
    public static Optional<List<String>> messages(String text) {
        if (text.isEmpty()) {
            return Optional.of(List.of());
        }
        try (var parser = JSON.createParser(text)) {
            var messages = new ArrayList<String>(1);
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                messages.add(parser.getText());
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    messages.add(parser.getText());
                }
                if (parser.currentToken() != JsonToken.END_ARRAY) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
            return parser.nextToken() == null ? Optional.of(messages) : Optional.empty();
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    private static void quote(String text, StringBuilder quoted) {
        quoted.append('"');
        for (var index = 0; index < text.length(); index++) {
            var letter = text.charAt(index);
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter >= ' ' && letter < 0x7f) {
                quoted.append(letter);
            } else {
                quoted.append("\\u")
                        .append(HEX[letter >> 12])
                        .append(HEX[(letter >> 8) & 0xf])
                        .append(HEX[(letter >> 4) & 0xf])
                        .append(HEX[letter & 0xf]);
            }
        }
        quoted.append('"');
    }
}
