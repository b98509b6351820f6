package io.lockstep.bench.delivery.crowd;

import io.netty.buffer.ByteBuf;

/** Finds the seq in the bytes of an event. Looks first where the last one was: events of a scenario begin alike. */
final class SeqFinder {
    static final long NONE = -1;

    /** {@code "seq":} as numbers. */
    private static final int FIRST_FOUR = 0x22736571;

    private static final short LAST_TWO = 0x223a;
    private static final int NEEDLE = 6;

    private int last;

    /** {@link #NONE} when there is none. */
    long find(ByteBuf bytes, int index, int length) {
        if (isAt(bytes, index, length, last)) {
            return number(bytes, index + last + NEEDLE, index + length);
        }
        for (var offset = 0; offset + NEEDLE < length; offset++) {
            if (isAt(bytes, index, length, offset)) {
                last = offset;
                return number(bytes, index + offset + NEEDLE, index + length);
            }
        }
        return NONE;
    }

    private static boolean isAt(ByteBuf bytes, int index, int length, int offset) {
        return offset + NEEDLE < length
                && bytes.getInt(index + offset) == FIRST_FOUR
                && bytes.getShort(index + offset + 4) == LAST_TWO;
    }

    private static long number(ByteBuf bytes, int from, int end) {
        var number = 0L;
        for (var index = from; index < end; index++) {
            var digit = bytes.getByte(index) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
