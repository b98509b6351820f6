package io.lockstep.metadata;

import org.jspecify.annotations.Nullable;

/**
 * How much a space holds, and how much it may.
 *
 * @param usedBytes of its living documents, each the canonical UTF-8 text of its fields, and of their attachments
 * @param quotaBytes of the space's owner; null for no limit
 */
record Usage(long usedBytes, @Nullable Long quotaBytes) {
    static final Usage NONE = new Usage(0, null);

    /** After the space has grown by so many bytes, or shrunk. */
    Usage grown(long bytes) {
        return new Usage(usedBytes + bytes, quotaBytes);
    }

    /** Whether the quota forbids the space to grow by so many bytes; what does not grow is never forbidden. */
    boolean forbids(long growth) {
        return quotaBytes != null && growth > 0 && usedBytes + growth > quotaBytes;
    }
}
