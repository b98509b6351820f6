package io.lockstep.contract.event;

import io.lockstep.contract.Require;
import java.util.List;

/** The users that a gateway node has in some spaces; of those asked for, as many as make a message of reasonable size. */
public record PresenceStates(List<State> states) {
    public PresenceStates {
        states = List.copyOf(Require.present(states, "states"));
    }

    /**
     * All users of the node in a space.
     *
     * @param version of who they are; for a space without users the node's clock
     */
    public record State(String space, long version, List<PresentUser> users) {
        public State {
            Require.present(space, "space");
            users = List.copyOf(Require.present(users, "users"));
        }
    }
}
