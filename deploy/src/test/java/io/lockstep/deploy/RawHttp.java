package io.lockstep.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** An HTTP client without manners: it sends whatever bytes it is given, and reads what comes. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MAX_BYTES = 2_000_000;

    private RawHttp() {}

    /**
     * What came.
     *
     * @param status 0 when the server closed without a word
     * @param isHung whether neither a word nor an end came within 10 s
     */
    record Reply(int status, String text, boolean isHung) {}

    /** Sends, and reads to the end; of an endless answer only its beginning. Says that nothing more comes when it is cut. */
    static Reply send(int port, byte[] request, boolean isEndless, boolean isCut) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            var read = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                if (isCut) {
                    socket.shutdownOutput();
                }
                var buffer = new byte[16_384];
                var input = socket.getInputStream();
                for (int count = input.read(buffer);
                        count >= 0 && read.size() < MAX_BYTES;
                        count = input.read(buffer)) {
                    read.write(buffer, 0, count);
                    if (isEndless && read.size() > 0) {
                        break;
                    }
                }
            } catch (SocketTimeoutException late) {
                return reply(read, read.size() == 0 || !isEndless);
            } catch (IOException reset) {
                // The server may refuse to read to the end.
                return reply(read, false);
            }
            return reply(read, false);
        }
    }

    private static Reply reply(ByteArrayOutputStream read, boolean isHung) {
        var text = read.toString(StandardCharsets.ISO_8859_1);
        return new Reply(
                text.startsWith("HTTP/1.1 ") && text.length() > 12 ? Integer.parseInt(text.substring(9, 12)) : 0,
                read.toString(StandardCharsets.UTF_8),
                isHung);
    }
}
