package io.lockstep.gateway.socket.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Makes the server's PING, PONG and CLOSE frames. Each belongs to one socket, whose write releases it. */
public final class ControlFrame {
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8a;
    private static final int MAX_BYTES = 125;
    private static final int HEADER_BYTES = 2;

    private ControlFrame() {}

    /** Asks the client for a sign of life; the payload has at most 125 bytes. */
    public static ByteBuf ping(ByteBufAllocator allocator, byte[] payload) {
        return frame(allocator, FINAL_PING, payload);
    }

    public static ByteBuf pong(ByteBufAllocator allocator, byte[] payload) {
        return frame(allocator, FINAL_PONG, payload);
    }

    /** The code {@link FrameDecoder#NO_CODE} is never sent: it stands for a frame without any. */
    public static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        if (code == FrameDecoder.NO_CODE) {
            return frame(allocator, FINAL_CLOSE, new byte[0]);
        }
        var text = cut(reason);
        var frame = allocator.directBuffer(HEADER_BYTES + MAX_BYTES).writeByte(FINAL_CLOSE);
        frame.writeByte(Short.BYTES + ByteBufUtil.utf8Bytes(text)).writeShort(code);
        ByteBufUtil.writeUtf8(frame, text);
        return frame;
    }

    /** A reason may have 123 bytes. */
    private static String cut(String reason) {
        var cut = reason;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES - Short.BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    private static ByteBuf frame(ByteBufAllocator allocator, int type, byte[] payload) {
        return allocator
                .directBuffer(HEADER_BYTES + payload.length)
                .writeByte(type)
                .writeByte(payload.length)
                .writeBytes(payload);
    }
}
