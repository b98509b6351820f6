package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.socket.Wheel;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks the push protocol on a plain WebSocket.
 *
 * <p>The client speaks first: name and secret (unless his upgrade carried credentials, which our own clients may). While they are checked the socket is paused, so that what he sends without
 * waiting (he does) stays where it is. {@code authenticated} is said when he listens, so that nothing that happens after it
 * is missed, and comes before all that he has been told by then. From then on he hears his own custom events and those of
 * every MetaVox space that he may read, now and as his access changes; what he says is accepted and means nothing, for
 * there is no filter in this protocol. Single-threaded: the socket's event loop.
 */
final class PushSocket implements SocketLink.Listener {
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
    private static final String SPACES = "metavox";
    private static final int POLICY_VIOLATION = 1008;
    private static final int PROTOCOL_ERROR = 1002;
    private static final PushFrames FRAMES = new PushFrames();

    private final Edge edge;
    private final UserSockets users;
    private final SocketLink link;
    private final Wheel wheel;
    private Deadline deadline;
    private Handshake handshake = new Handshake.AwaitingUser();
    private @Nullable Session session;
    /** From {@code authenticated} on. */
    private @Nullable Keepalive keepalive;

    private boolean hasEnded;

    PushSocket(Edge edge, UserSockets users, SocketLink link) {
        this.edge = edge;
        this.users = users;
        this.link = link;
        this.wheel = edge.sockets().wheel();
        this.deadline = wheel.in(LOGIN_TIMEOUT.toMillis(), () -> refuse("Authentication timeout"));
    }

    void open() {
        link.listen(this);
    }

    /** As {@link #open}, for a client whose upgrade showed who he is. */
    void openAs(Identity identity) {
        handshake = new Handshake.Skipped();
        link.pause();
        link.listen(this);
        loggedIn(identity);
    }

    // Login

    @Override
    public void binary(byte[] bytes) {
        if (handshake.isAwaited()) {
            refuse("err: Invalid authentication message");
        }
    }

    @Override
    public void text(String text) {
        if (handshake instanceof Handshake.AwaitingUser first) {
            handshake = first.received(text);
        } else if (handshake instanceof Handshake.AwaitingSecret second) {
            var complete = second.received(text);
            handshake = complete;
            link.pause();
            edge.authenticator()
                    .authenticate(complete.credentials())
                    .onSuccess(this::loggedIn)
                    .onFailure(failure -> refuse(reason(failure)));
        }
    }

    private static String reason(Throwable failure) {
        return switch (Requests.failure(failure).code()) {
            case UNAVAILABLE -> failed("Server error: 503 Service Unavailable");
            case INTERNAL -> failed("Server error: 500 Internal Server Error");
            case RATE_LIMITED -> failed("Client error: 429 Too Many Requests");
            default -> "err: Invalid credentials";
        };
    }

    private static String failed(String status) {
        return "err: Error while sending authentication request to nextcloud: " + status;
    }

    private void loggedIn(Identity identity) {
        if (hasEnded) {
            return;
        }
        if (!users.enter(identity.user())) {
            link.write(PushFrames.AUTHENTICATED);
            refuse("Error while handling authentication: Connection limit exceeded for user");
            return;
        }
        var transport = new PushTransport(link, wheel);
        var opened = edge.hub().open(identity, FRAMES, transport);
        session = opened;
        edge.hub()
                .listenToAll(opened, SPACES)
                .recover(PushSocket::unlessUnavailable)
                .onSuccess(listening -> goLive(transport))
                .onFailure(failure -> refuse(reason(failure)));
    }

    /** A space that went away while it was joined is no reason to refuse the others. */
    private static Future<Void> unlessUnavailable(Throwable failure) {
        return Requests.is(failure, FailureCode.UNAVAILABLE) ? Future.failedFuture(failure) : Future.succeededFuture();
    }

    private void goLive(PushTransport transport) {
        if (!hasEnded) {
            keepalive = transport.goLive();
            deadline.cancel();
            keepAlive();
            link.resume();
        }
    }

    /** Tells the client why, and drops him. */
    private void refuse(String text) {
        if (!hasEnded) {
            link.write(new Frame(text));
            end(POLICY_VIOLATION);
        }
    }

    // Keepalive

    private void keepAlive() {
        var pings = keepalive;
        if (hasEnded || pings == null) {
            return;
        }
        var now = wheel.nowNanos();
        switch (pings.tick(now)) {
            case WAIT -> {}
            case PING -> link.ping(pings.payload().getBytes());
            case CLOSE -> {
                end(CloseCause.SILENT.code());
                return;
            }
        }
        deadline = wheel.in(pings.rest(now).toMillis(), this::keepAlive);
    }

    @Override
    public void pong(byte[] payload) {
        if (keepalive != null && !keepalive.isAnsweredBy(Buffer.buffer(payload))) {
            end(PROTOCOL_ERROR);
        }
    }

    // End

    private void end(int code) {
        closed();
        link.close(code, "");
    }

    @Override
    public void closed() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        deadline.cancel();
        if (session != null) {
            edge.hub().closed(session);
            users.leave(session.identity().user());
        }
    }
}
