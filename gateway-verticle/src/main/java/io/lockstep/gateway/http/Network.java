package io.lockstep.gateway.http;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses that begin with the same bits. An IPv4 address in IPv6 clothes ({@code ::ffff:10.0.0.7}) is the IPv4
 * address. Names are never looked up.
 *
 * @param prefix the bits in which they agree
 * @param ownBits how many bits each has for itself
 * @param bits how many bits an address has: 32 or 128
 */
record Network(BigInteger prefix, int ownBits, int bits) {
    private static final int BYTE = 8;
    private static final int V4_BYTES = 4;
    private static final int MAPPED_PREFIX_BYTES = 12;

    /**
     * Of {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Network of(String text) {
        var slash = text.indexOf('/');
        var bytes = bytes(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            throw invalid(text);
        }
        var bits = bytes.length * BYTE;
        var length = slash < 0 ? bits : length(text, slash + 1);
        if (length > bits) {
            throw invalid(text);
        }
        return new Network(new BigInteger(1, bytes).shiftRight(bits - length), bits - length, bits);
    }

    private static int length(String text, int begin) {
        var digits = text.substring(begin);
        if (!digits.matches("[0-9]{1,3}")) {
            throw invalid(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "must be addresses like 10.0.0.7 or blocks of them like 10.0.0.0/8, not '" + text + "'");
    }

    static boolean isAddress(String text) {
        return bytes(text) != null;
    }

    boolean contains(String address) {
        var bytes = bytes(address);
        return bytes != null
                && bytes.length * BYTE == bits
                && new BigInteger(1, bytes).shiftRight(ownBits).equals(prefix);
    }

    private static byte @Nullable [] bytes(String text) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return bytes != null && isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length) : bytes;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length == V4_BYTES || bytes[MAPPED_PREFIX_BYTES - 1] != -1 || bytes[MAPPED_PREFIX_BYTES - 2] != -1) {
            return false;
        }
        for (int i = 0; i < MAPPED_PREFIX_BYTES - 2; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
