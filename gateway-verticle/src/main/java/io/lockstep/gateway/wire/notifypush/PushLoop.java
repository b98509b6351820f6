package io.lockstep.gateway.wire.notifypush;

import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.wire.Edge;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The push clients of one event loop, and what their sockets share. Single-threaded: its event loop. */
final class PushLoop {
    /** The original refuses a user who has more than 64 already. */
    private static final int MAX_PER_USER = 65;

    private final Edge edge;
    private final NotifyPush push;
    private final PushFrames frames;
    private final PushLogin login;
    private final UserSockets users;
    private final Set<PushSocket> sockets = new HashSet<>();

    PushLoop(Edge edge, NotifyPush push, PushFrames frames) {
        this.edge = edge;
        this.push = push;
        this.frames = frames;
        this.login = new PushLogin(edge, push);
        this.users = new UserSockets(edge.vertx(), "notifypush", MAX_PER_USER);
    }

    Edge edge() {
        return edge;
    }

    PushFrames frames() {
        return frames;
    }

    PushLogin login() {
        return login;
    }

    PushTransport transport(SocketLink link) {
        return new PushTransport(
                link, edge.sockets().wheel(), push.tally(), push.config().maxDebounceSeconds());
    }

    /** For how long a socket may stay; empty for ever. */
    OptionalLong maxAgeMillis() {
        var max = push.config().maxConnection();
        return max.isZero() ? OptionalLong.empty() : OptionalLong.of(max.toMillis());
    }

    /** The socket's client is signed in; false when the user has too many. */
    boolean entered(PushSocket socket, String user) {
        if (!users.enter(user)) {
            return false;
        }
        push.tally().entered(user);
        sockets.add(socket);
        return true;
    }

    void left(PushSocket socket, String user) {
        sockets.remove(socket);
        push.tally().left(user);
        users.leave(user);
    }

    /** Ends all sockets whose clients are signed in. */
    void reset() {
        List.copyOf(sockets).forEach(PushSocket::reset);
    }
}
