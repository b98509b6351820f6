package io.lockstep.contract;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a user, the groups he is in, and the session he speaks through (empty for a caller without one). Set by the
 * gateway or by a trusted service on the bus; of a client it takes only the name of his session, which counts for his own user
 * alone.
 */
public record Actor(String user, List<String> groups, String session) {
    /** Members of this group are managers of every space. */
    public static final String ADMIN_GROUP = "admin";

    /** The product itself: seeding, administration. */
    public static final Actor SYSTEM = new Actor("system", List.of(ADMIN_GROUP), "");

    public Actor(String user, @Nullable List<String> groups, @Nullable String session) {
        this.user = Require.name(user, "actor.user");
        this.groups = groups == null ? List.of() : List.copyOf(groups);
        this.session = session == null ? "" : session;
    }

    public boolean isAdmin() {
        return groups.contains(ADMIN_GROUP);
    }

    /** The principals this actor acts as: {@code user:alice}, {@code group:staff}. */
    public List<String> principals() {
        return Stream.concat(Stream.of("user:" + user), groups.stream().map(group -> "group:" + group))
                .toList();
    }
}
