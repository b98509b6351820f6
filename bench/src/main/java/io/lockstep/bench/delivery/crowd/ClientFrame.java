package io.lockstep.bench.delivery.crowd;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * A frame as clients send it, finished, of which each channel writes a duplicate. Masked with zeros, which is a mask as good
 * as any here and leaves the text as it is. Nobody has to release it.
 */
final class ClientFrame {
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TEXT = 0x1;
    private static final int PONG = 0xA;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int NO_MASK = 0;
    private static final int LONGEST_HEADER = 8;

    private ClientFrame() {}

    static ByteBuf text(String text) {
        return frame(TEXT, text.getBytes(UTF_8));
    }

    static ByteBuf pong(byte[] payload) {
        return frame(PONG, payload);
    }

    private static ByteBuf frame(int opcode, byte[] payload) {
        var bytes = ByteBuffer.allocateDirect(payload.length + LONGEST_HEADER).put((byte) (FINAL | opcode));
        if (payload.length < LENGTH_IN_TWO_BYTES) {
            bytes.put((byte) (MASKED | payload.length));
        } else {
            bytes.put((byte) (MASKED | LENGTH_IN_TWO_BYTES)).putShort((short) payload.length);
        }
        bytes.putInt(NO_MASK).put(payload).flip();
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes));
    }
}
