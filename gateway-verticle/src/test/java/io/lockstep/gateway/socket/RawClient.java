package io.lockstep.gateway.socket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client that sends and shows every byte as the test wants it. */
final class RawClient implements AutoCloseable {
    static final int TEXT = 0x81;
    static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8a;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] MASK = {0x11, (byte) 0xa2, 0x33, 0x44};

    final Socket socket = new Socket();
    private final DataInputStream in;
    /** The head of the server's answer to the upgrade. */
    final String answer;

    /**
     * A frame of the server.
     *
     * @param closeCode 0 when its payload is none
     */
    record Frame(int first, String text, int closeCode) {
        static Frame of(int first, byte[] payload) {
            var text = new String(payload, StandardCharsets.UTF_8);
            return new Frame(
                    first,
                    text,
                    payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort());
        }
    }

    RawClient(int port, String path, String token) throws IOException {
        socket.setReceiveBufferSize(16 * 1024);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        write(("GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Authorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        answer = head.toString(StandardCharsets.US_ASCII);
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        write(frame(TEXT, text));
    }

    static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame. */
    static byte[] frame(int first, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        frame.put(MASK);
        for (var index = 0; index < payload.length; index++) {
            frame.put((byte) (payload[index] ^ MASK[index & 3]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    Frame read() throws IOException {
        var first = in.readUnsignedByte();
        var length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        return Frame.of(first, in.readNBytes(length));
    }

    /** Whether the server has ended the connection, orderly or by a reset; what it still sent is passed over. */
    boolean hasEnded() throws IOException {
        try {
            in.readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Breaks the connection off, without a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
