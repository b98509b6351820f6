package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
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
final class PushSocket {
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
    private static final String SPACES = "metavox";
    private static final short POLICY_VIOLATION = 1008;
    private static final short PROTOCOL_ERROR = 1002;
    private static final PushFrames FRAMES = new PushFrames();

    private final Edge edge;
    private final UserConnections users;
    private final ServerWebSocket socket;
    private final long openedNanos = System.nanoTime();
    private Handshake handshake = new Handshake.AwaitingUser();
    private @Nullable Session session;
    /** From {@code authenticated} on. */
    private @Nullable Keepalive keepalive;

    private boolean hasEnded;

    PushSocket(Edge edge, UserConnections users, ServerWebSocket socket) {
        this.edge = edge;
        this.users = users;
        this.socket = socket;
    }

    void open() {
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(binary -> {
            if (handshake.isAwaited()) {
                refuse("err: Invalid authentication message");
            }
        });
        socket.pongHandler(this::ponged);
        socket.exceptionHandler(broken -> leave());
        socket.closeHandler(gone -> leave());
    }

    /** As {@link #open}, for a client whose upgrade showed who he is. */
    void openAs(Identity identity) {
        handshake = new Handshake.Skipped();
        open();
        socket.pause();
        loggedIn(identity);
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** Does what is due. */
    void tick(long nowNanos) {
        if (hasEnded) {
            return;
        }
        if (keepalive != null) {
            keepAlive(keepalive, nowNanos);
        } else if (nowNanos - openedNanos > LOGIN_TIMEOUT.toNanos()) {
            refuse("Authentication timeout");
        }
    }

    // Login

    private void received(String text) {
        if (handshake instanceof Handshake.AwaitingUser first) {
            handshake = first.received(text);
        } else if (handshake instanceof Handshake.AwaitingSecret second) {
            var complete = second.received(text);
            handshake = complete;
            socket.pause();
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
            socket.writeTextMessage(PushFrames.AUTHENTICATED.text()).onFailure(gone -> {});
            refuse("Error while handling authentication: Connection limit exceeded for user");
            return;
        }
        var transport = new PushTransport(socket);
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
            socket.resume();
        }
    }

    /** Tells the client why, and drops him. */
    private void refuse(String text) {
        if (!hasEnded) {
            socket.writeTextMessage(text).onFailure(gone -> {});
            end(POLICY_VIOLATION);
        }
    }

    // Keepalive

    private void keepAlive(Keepalive pings, long nowNanos) {
        switch (pings.tick(nowNanos)) {
            case WAIT -> {}
            case PING -> socket.writePing(pings.payload()).onFailure(gone -> {});
            case CLOSE -> end((short) CloseCause.SILENT.code());
        }
    }

    private void ponged(Buffer payload) {
        if (keepalive != null && !keepalive.isAnsweredBy(payload)) {
            end(PROTOCOL_ERROR);
        }
    }

    // End

    private void end(short code) {
        leave();
        // A paused socket would not see the client's answer to the close.
        socket.resume();
        socket.close(code).onFailure(gone -> {});
    }

    private void leave() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        if (session != null) {
            edge.hub().closed(session);
            users.leave(session.identity().user());
        }
    }
}
