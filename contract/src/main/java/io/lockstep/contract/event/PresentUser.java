package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user who listens to a space through a gateway node.
 *
 * @param documents the documents of the space that he listens to by their own topic, sorted, at most {@value #MAX_DOCUMENTS};
 *     null for none
 */
public record PresentUser(
        String user, String displayName, @Nullable List<String> documents) {
    public static final int MAX_DOCUMENTS = 20;

    public PresentUser {
        Require.name(user, "user");
        Require.present(displayName, "displayName");
        documents = documents == null ? null : List.copyOf(documents);
    }
}
