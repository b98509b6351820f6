package io.lockstep.gateway.socket.codec;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client's bytes apart into WebSocket messages (RFC 6455, sections 5 to 7), however they are cut on the way.
 *
 * <p>Between messages it holds nothing, which is why it stands here beside Netty's decoder: a socket is mostly idle. What it
 * keeps of an unfinished message grows with the bytes that have come, never with a length that was only announced, up to the
 * largest message and one read. While the sink does not read, what has come is kept. Single-threaded.
 */
public final class FrameDecoder {
    /** The client gave no code. */
    public static final int NO_CODE = 1005;

    public static final int PROTOCOL_ERROR = 1002;
    public static final int INVALID_TEXT = 1007;
    public static final int TOO_LARGE = 1009;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int FIRST_CONTROL = CLOSE;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int MASK_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final int maxMessageBytes;

    /** What has come and is not taken apart: from {@code from} to {@code to}. */
    private byte[] received = NOTHING;

    private int from;
    private int to;

    /** The fragments of an unfinished message. */
    private byte[] message = NOTHING;

    private int messageBytes;
    /** CONTINUATION when no message is unfinished. */
    private int messageType = CONTINUATION;

    private boolean isDecoding;
    private boolean isBroken;

    /** What hears of the messages. */
    public interface Sink {
        /** Whether it wants the next message; asked before each. */
        boolean isReading();

        void text(String text);

        void binary(byte[] bytes);

        void pinged(byte[] payload);

        void ponged(byte[] payload);

        /** The client ends the socket; {@link #NO_CODE} when he does not say why. Nothing follows. */
        void closing(int code);

        /** The client broke the protocol and the socket has to be closed with this code. Nothing follows. */
        void violated(int code, String reason);
    }

    private static final class Violation extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;

        Violation(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }
    }

    public FrameDecoder(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Takes all bytes of the buffer, which stays the caller's. */
    public void received(ByteBuf bytes, Sink sink) {
        if (isBroken) {
            return;
        }
        var count = bytes.readableBytes();
        if (received.length - to < count) {
            var kept = to - from;
            var grown = Arrays.copyOfRange(received, from, from + Math.max(kept + count, 2 * kept));
            received = grown;
            from = 0;
            to = kept;
        }
        bytes.readBytes(received, to, count);
        to += count;
        decode(sink);
    }

    /** Goes on with what was kept while the sink did not read. */
    public void decode(Sink sink) {
        if (isDecoding) {
            return;
        }
        isDecoding = true;
        try {
            while (!isBroken && sink.isReading()) {
                if (!decodeFrame(sink)) {
                    break;
                }
            }
        } catch (Violation violation) {
            forget();
            sink.violated(violation.code, String.valueOf(violation.getMessage()));
        } finally {
            isDecoding = false;
        }
        if (from == to) {
            received = NOTHING;
            from = 0;
            to = 0;
        } else if (from > 0) {
            received = Arrays.copyOfRange(received, from, to);
            to -= from;
            from = 0;
        }
    }

    /** Takes no more bytes and drops those that it has. */
    public void forget() {
        isBroken = true;
        received = NOTHING;
        from = 0;
        to = 0;
        message = NOTHING;
    }

    /** Whether there was a whole frame. */
    private boolean decodeFrame(Sink sink) throws Violation {
        if (to - from < 2) {
            return false;
        }
        var isFinal = (received[from] & 0x80) != 0;
        var type = received[from] & 0x0f;
        var announced = received[from + 1] & 0x7f;
        if ((received[from] & 0x70) != 0) {
            throw new Violation(PROTOCOL_ERROR, "no extension was agreed on");
        }
        if ((received[from + 1] & 0x80) == 0) {
            throw new Violation(PROTOCOL_ERROR, "a client's frame must be masked");
        }
        checkType(type, isFinal, announced);
        var lengthBytes = lengthBytes(announced);
        var mask = from + 2 + lengthBytes;
        if (to < mask) {
            return false;
        }
        var length = lengthBytes == 0 ? announced : number(from + 2, lengthBytes);
        if (length < 0) {
            throw new Violation(PROTOCOL_ERROR, "the length is negative");
        }
        if (type < FIRST_CONTROL && length > maxMessageBytes - messageBytes) {
            throw new Violation(TOO_LARGE, "message is too large");
        }
        if (to - mask < MASK_BYTES + length) {
            return false;
        }
        var payload = mask + MASK_BYTES;
        var count = (int) length;
        unmask(mask, payload, count);
        from = payload + count;
        if (type >= FIRST_CONTROL) {
            control(sink, type, Arrays.copyOfRange(received, payload, payload + count));
        } else {
            data(sink, type, isFinal, payload, count);
        }
        return true;
    }

    private void checkType(int type, boolean isFinal, int announced) throws Violation {
        switch (type) {
            case CONTINUATION -> {
                if (messageType == CONTINUATION) {
                    throw new Violation(PROTOCOL_ERROR, "there is no message to continue");
                }
            }
            case TEXT, BINARY -> {
                if (messageType != CONTINUATION) {
                    throw new Violation(PROTOCOL_ERROR, "the message before is unfinished");
                }
            }
            case CLOSE, PING, PONG -> {
                if (!isFinal || announced > MAX_CONTROL_BYTES) {
                    throw new Violation(PROTOCOL_ERROR, "a control frame must be short and whole");
                }
            }
            default -> throw new Violation(PROTOCOL_ERROR, "there is no such frame");
        }
    }

    private static int lengthBytes(int announced) {
        return switch (announced) {
            case 126 -> Short.BYTES;
            case 127 -> Long.BYTES;
            default -> 0;
        };
    }

    private long number(int at, int count) {
        var number = 0L;
        for (var index = at; index < at + count; index++) {
            number = (number << Byte.SIZE) + (received[index] & 0xff);
        }
        return number;
    }

    private void unmask(int mask, int payload, int count) {
        for (var index = 0; index < count; index++) {
            received[payload + index] ^= received[mask + (index & 3)];
        }
    }

    private void data(Sink sink, int type, boolean isFinal, int payload, int count) throws Violation {
        if (isFinal && type != CONTINUATION) {
            deliver(sink, type, received, payload, count);
            return;
        }
        if (type != CONTINUATION) {
            messageType = type;
        }
        if (message.length - messageBytes < count) {
            message = Arrays.copyOf(message, Math.max(messageBytes + count, 2 * messageBytes));
        }
        System.arraycopy(received, payload, message, messageBytes, count);
        messageBytes += count;
        if (isFinal) {
            var whole = message;
            var wholeBytes = messageBytes;
            var wholeType = messageType;
            message = NOTHING;
            messageBytes = 0;
            messageType = CONTINUATION;
            deliver(sink, wholeType, whole, 0, wholeBytes);
        }
    }

    private static void deliver(Sink sink, int type, byte[] bytes, int at, int count) throws Violation {
        if (type == BINARY) {
            sink.binary(Arrays.copyOfRange(bytes, at, at + count));
            return;
        }
        var text = text(bytes, at, count);
        if (text == null) {
            throw new Violation(INVALID_TEXT, "text is not UTF-8");
        }
        sink.text(text);
    }

    private void control(Sink sink, int type, byte[] payload) throws Violation {
        switch (type) {
            case PING -> sink.pinged(payload);
            case PONG -> sink.ponged(payload);
            default -> {
                var code = closeCode(payload);
                forget();
                sink.closing(code);
            }
        }
    }

    private static int closeCode(byte[] payload) throws Violation {
        if (payload.length == 0) {
            return NO_CODE;
        }
        var code = payload.length < 2 ? 0 : ((payload[0] & 0xff) << Byte.SIZE) + (payload[1] & 0xff);
        if (!isCloseCode(code)) {
            throw new Violation(PROTOCOL_ERROR, "there is no such close code");
        }
        if (text(payload, 2, payload.length - 2) == null) {
            throw new Violation(INVALID_TEXT, "text is not UTF-8");
        }
        return code;
    }

    /** Whether an endpoint may send it (RFC 6455, section 7.4, and the registry). */
    private static boolean isCloseCode(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    /** Null when the bytes are not UTF-8. */
    private static @Nullable String text(byte[] bytes, int at, int count) {
        for (var index = at; index < at + count; index++) {
            if (bytes[index] < 0) {
                return decoded(bytes, at, count);
            }
        }
        return new String(bytes, at, count, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String decoded(byte[] bytes, int at, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, count))
                    .toString();
        } catch (CharacterCodingException invalid) {
            return null;
        }
    }
}
