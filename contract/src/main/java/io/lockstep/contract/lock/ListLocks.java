package io.lockstep.contract.lock;

import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the locks that stand in a space.
 *
 * @param documents only those of these documents; null for all
 */
public record ListLocks(String space, @Nullable List<String> documents) {
    public ListLocks {
        SpaceId.check(space);
        documents = documents == null ? null : List.copyOf(documents);
        if (documents != null) {
            documents.forEach(document -> Require.name(document, "documents"));
        }
    }
}
