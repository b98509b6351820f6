package io.lockstep.metadata;

import io.lockstep.contract.lock.Lock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The highest fence that wrote each field of a document; the field {@code *} stands for writes of the whole document.
 *
 * <p>Kept by field: two people who hold the locks of two cells write in any order, and neither is stale. Immutable.
 */
record Fences(Map<String, Long> byField) {
    static final Fences NONE = new Fences(Map.of());

    Fences {
        byField = Map.copyOf(byField);
    }

    /** Whether a lock that came after this fence has written one of the fields, or the whole document. */
    boolean passed(long fence, Collection<String> fields) {
        return highest(Lock.WHOLE_DOCUMENT) > fence || fields.stream().anyMatch(field -> highest(field) > fence);
    }

    /** Whether a lock that came after this fence has written anything of the document. */
    boolean passedAnywhere(long fence) {
        return byField.values().stream().anyMatch(written -> written > fence);
    }

    /** After a write of these fields. */
    Fences raised(long fence, Collection<String> fields) {
        var raised = new HashMap<>(byField);
        fields.forEach(field -> raised.merge(field, fence, Math::max));
        return new Fences(raised);
    }

    /** After a write of the whole document that no fence had passed: one entry covers all older ones. */
    Fences raisedAnywhere(long fence) {
        return new Fences(Map.of(Lock.WHOLE_DOCUMENT, fence));
    }

    private long highest(String field) {
        return byField.getOrDefault(field, Long.MIN_VALUE);
    }
}
