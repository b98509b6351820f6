package io.lockstep.gateway.wire.notifypush;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What publishers of the push protocol tell a user, before it is a text. Custom events are none: they are said as they are. */
sealed interface Notice {
    /**
     * Files have changed.
     *
     * @param ids which, in the order in which that was heard; empty when it is not known of all
     */
    record Files(Optional<Set<Long>> ids) implements Notice {
        public Files {
            ids = ids.map(known -> Collections.unmodifiableSet(new LinkedHashSet<>(known)));
        }
    }

    /** There is something new in the activity stream. */
    record Activity() implements Notice {}

    /** A notification came or was dismissed. */
    record Notification() implements Notice {}
}
