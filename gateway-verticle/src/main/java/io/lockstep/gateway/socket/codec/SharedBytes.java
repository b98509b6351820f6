package io.lockstep.gateway.socket.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * Makes the finished frame of a text message: bytes that any number of sockets on any event loops may write, and that
 * nobody can release.
 *
 * <p>They are direct memory, because the transport copies anything else once for each socket, and memory of the JDK, because
 * that is freed by the garbage collector when no socket needs the frame any longer; counting its users would cost an atomic
 * operation for each receiver. Allocating such memory is slow, so small frames are carved one after the other from a slab of
 * the thread that makes them. A slab lives as long as one of its frames.
 */
public final class SharedBytes {
    static final int SLAB_BYTES = 64 * 1024;
    /** A larger frame has memory of its own: it would waste too much of a slab, and keep the slab's other frames alive. */
    static final int MAX_CARVED = SLAB_BYTES / 4;

    private static final int FINAL_TEXT = 0x81;
    private static final int MAX_SHORT = 125;
    private static final int TWO_BYTES = 126;
    private static final int MAX_TWO_BYTES = 0xffff;
    private static final int EIGHT_BYTES = 127;

    private static final ThreadLocal<SharedBytes> OF_THREAD = ThreadLocal.withInitial(SharedBytes::new);

    private ByteBuffer slab = ByteBuffer.allocate(0);

    private SharedBytes() {}

    /** An unmasked, final WebSocket TEXT frame. To be written as {@code duplicate()}. */
    public static ByteBuf textFrame(String text) {
        var length = ByteBufUtil.utf8Bytes(text);
        var size = headerBytes(length) + length;
        var frame = Unpooled.wrappedBuffer(OF_THREAD.get().allocate(size)).clear();
        frame.writeByte(FINAL_TEXT);
        writeLength(frame, length);
        ByteBufUtil.reserveAndWriteUtf8(frame, text, length);
        return Unpooled.unreleasableBuffer(frame);
    }

    static void writeLength(ByteBuf frame, int length) {
        if (length <= MAX_SHORT) {
            frame.writeByte(length);
        } else if (length <= MAX_TWO_BYTES) {
            frame.writeByte(TWO_BYTES).writeShort(length);
        } else {
            frame.writeByte(EIGHT_BYTES).writeLong(length);
        }
    }

    private static int headerBytes(int length) {
        if (length <= MAX_SHORT) {
            return 2;
        }
        return length <= MAX_TWO_BYTES ? 4 : 10;
    }

    private ByteBuffer allocate(int size) {
        if (size > MAX_CARVED) {
            return ByteBuffer.allocateDirect(size);
        }
        if (slab.remaining() < size) {
            slab = ByteBuffer.allocateDirect(SLAB_BYTES);
        }
        var carved = slab.slice(slab.position(), size);
        slab.position(slab.position() + size);
        return carved;
    }
}
