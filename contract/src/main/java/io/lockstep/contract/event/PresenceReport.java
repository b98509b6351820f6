package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway node tells the others about its users in the spaces of one shard: what changed, and, twice a second, where it
 * stands.
 *
 * @param node the node, by a name that it has until it stops
 * @param clock the highest version that the node has given so far, to whatever space
 * @param changes what changed since the report before
 * @param heads all spaces of the shard in which the node has users; null when this is not the time to say
 */
public record PresenceReport(
        String node,
        long clock,
        List<Change> changes,
        @Nullable List<Head> heads) {
    public PresenceReport {
        Require.name(node, "node");
        changes = List.copyOf(Require.present(changes, "changes"));
        heads = heads == null ? null : List.copyOf(heads);
    }

    /** A space in which the node has users, and the version of who they are. */
    public record Head(String space, long version) {
        public Head {
            Require.present(space, "space");
        }
    }

    /**
     * The step of a space from one version to the next.
     *
     * @param from 0 when the node had no users there
     * @param present who came, or is shown otherwise than before
     * @param gone who left
     */
    public record Change(String space, long from, long to, List<PresentUser> present, List<String> gone) {
        public Change {
            Require.present(space, "space");
            present = List.copyOf(Require.present(present, "present"));
            gone = List.copyOf(Require.present(gone, "gone"));
        }
    }
}
