package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks, for up to 10,000 writes at once, whether a lock of somebody else stands in the way. */
public record CheckLocks(List<Item> items) {
    private static final int MAX_ITEMS = 10_000;

    public CheckLocks {
        items = List.copyOf(Require.present(items, "items"));
        Require.within(items.size(), 0, MAX_ITEMS, "items");
    }

    /**
     * One write.
     *
     * @param fields what it changes; {@code *} alone for the whole document
     * @param session whose locks are the writer's own beside those of the user; null for none
     * @param fence of a lock that the writer says he holds: that lock is his own; null for none
     */
    public record Item(
            String space,
            String document,
            List<String> fields,
            String user,
            @Nullable String session,
            @Nullable Long fence) {
        public Item {
            SpaceId.check(space);
            Require.name(document, "document");
            fields = List.copyOf(Require.present(fields, "fields"));
            Require.name(user, "user");
        }

        /** A write that shows neither a session nor a fence. */
        public Item(String space, String document, List<String> fields, String user) {
            this(space, document, fields, user, null, null);
        }
    }
}
