package io.lockstep.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * WebSocket clients that say anything: texts of every protocol and of none, binary, fragments that never end, lengths that
 * are not true, frames without a mask, reserved bits, control frames that are too long.
 */
final class FuzzFrames {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int QUIET_MILLIS = 50;
    private static final int OVERSIZE = 400_000;
    private static final List<String> SUBPROTOCOLS = List.of("", "io.cozy.websocket", "x", "chat, io.cozy.websocket");
    private static final List<String> TEXTS = List.of(
            "alice",
            "carol",
            "mallory",
            "authenticated",
            "listen notify_file_id",
            "listen metavox_cell_locked",
            "listen or-object-secret",
            "{\"type\":\"ping\"}",
            "{\"type\":\"register\",\"address\":\"space/metavox:470000001\"}",
            "{\"type\":\"register\",\"address\":\"space/metavox:103\"}",
            "{\"type\":\"unregister\",\"address\":\"space/metavox:103\"}",
            "{\"type\":\"send\",\"address\":\"lockstep.metadata.read\",\"body\":{\"space\":\"notes:keeper\",\"document\":\"456\"}}",
            "{\"type\":\"publish\",\"address\":\"x\",\"body\":null}",
            "{\"method\":\"AUTH\",\"payload\":\"nobody\"}",
            "{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"secret.files\"}}",
            "{\"method\":\"UNSUBSCRIBE\",\"payload\":{\"type\":[]}}",
            "[\"{}\"]",
            "",
            "\u0000",
            "{",
            "[[[[[[");

    private final Random random;
    private final FuzzRequests words;

    FuzzFrames(Random random) {
        this.random = random;
        this.words = new FuzzRequests(random, FuzzRoutes.ALL);
    }

    /** Opens a socket, talks, and gives all that was heard; fails when the server keeps silent to the handshake. */
    String run(int port, String path) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            var heard = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(handshake(path));
                heard.write(socket.getInputStream().read());
                for (int i = random.nextInt(12); i > 0; i--) {
                    socket.getOutputStream().write(frame());
                }
                socket.setSoTimeout(QUIET_MILLIS);
                drain(socket.getInputStream(), heard);
            } catch (SocketTimeoutException silent) {
                if (heard.size() == 0) {
                    throw new AssertionError("no answer to the handshake at " + path);
                }
            } catch (IOException closed) {
                // The server has had enough.
            }
            return heard.toString(StandardCharsets.UTF_8);
        }
    }

    private static void drain(InputStream input, ByteArrayOutputStream heard) throws IOException {
        var buffer = new byte[16_384];
        for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
            heard.write(buffer, 0, count);
        }
    }

    private byte[] handshake(String path) {
        var head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n")
                .append("Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: ")
                .append(random.nextInt(10) == 0 ? words.word().replaceAll("[\r\n\u0000]", "") : "13")
                .append("\r\n");
        var subprotocol = SUBPROTOCOLS.get(random.nextInt(SUBPROTOCOLS.size()));
        if (!subprotocol.isEmpty()) {
            head.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
        }
        if (random.nextInt(3) == 0) {
            head.append("Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString("carol:carol".getBytes(StandardCharsets.UTF_8)))
                    .append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] frame() {
        var payload = payload();
        int opcode = random.nextInt(4) > 0 ? 1 : random.nextInt(16);
        boolean isFinal = random.nextInt(6) > 0;
        boolean isMasked = random.nextInt(12) > 0;
        int reserved = random.nextInt(15) == 0 ? random.nextInt(8) << 4 : 0;
        long length = random.nextInt(15) == 0 ? random.nextLong() & Long.MAX_VALUE : payload.length;
        var out = new ByteArrayOutputStream();
        out.write((isFinal ? 0x80 : 0) | reserved | opcode);
        writeLength(out, length, isMasked ? 0x80 : 0);
        var mask = new byte[4];
        if (isMasked) {
            random.nextBytes(mask);
            out.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
        var bytes = out.toByteArray();
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static void writeLength(ByteArrayOutputStream out, long length, int maskBit) {
        if (length < 126) {
            out.write(maskBit | (int) length);
        } else if (length < 65_536) {
            out.write(maskBit | 126);
            out.write((int) (length >> 8));
            out.write((int) length);
        } else {
            out.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (length >> shift));
            }
        }
    }

    private byte[] payload() {
        switch (random.nextInt(8)) {
            case 0 -> {
                var bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                return bytes;
            }
            case 1 -> {
                return words.json(0, true).getBytes(StandardCharsets.UTF_8);
            }
            case 2 -> {
                return new byte[random.nextInt(10) == 0 ? OVERSIZE : 130];
            }
            default -> {
                return TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
            }
        }
    }
}
