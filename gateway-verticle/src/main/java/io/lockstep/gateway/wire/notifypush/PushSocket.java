package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks the push protocol on a plain WebSocket.
 *
 * <p>The client speaks first: name and secret. While they are checked the socket is paused, so that what he sends without
 * waiting (he does) stays where it is. After {@code authenticated} he hears his own custom events and those of every
 * MetaVox space that he may read, now and as his access changes; what he says is accepted and means nothing, for there is
 * no filter in this protocol. Single-threaded: the socket's event loop.
 */
final class PushSocket {
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
    private static final String SPACES = "metavox";
    private static final long RETRY_DELAY_MS = 1_000;
    private static final short POLICY_VIOLATION = 1008;
    private static final short PROTOCOL_ERROR = 1002;
    private static final PushFrames FRAMES = new PushFrames();

    private final Edge edge;
    private final UserConnections users;
    private final ServerWebSocket socket;
    private final long openedNanos = System.nanoTime();
    private Handshake handshake = new Handshake.AwaitingUser();
    private @Nullable Login login;
    private boolean hasEnded;

    /** What a socket has once its client has signed in. */
    private record Login(Session session, Keepalive keepalive) {}

    PushSocket(Edge edge, UserConnections users, ServerWebSocket socket) {
        this.edge = edge;
        this.users = users;
        this.socket = socket;
    }

    void open() {
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(binary -> {
            if (login == null) {
                refuse("err: Invalid authentication message");
            }
        });
        socket.pongHandler(this::ponged);
        socket.exceptionHandler(broken -> leave());
        socket.closeHandler(gone -> leave());
    }

    /** Does what is due, and tells whether the socket is over. */
    boolean hasEnded(long nowNanos) {
        if (!hasEnded) {
            if (login != null) {
                keepAlive(login.keepalive(), nowNanos);
            } else if (nowNanos - openedNanos > LOGIN_TIMEOUT.toNanos()) {
                refuse("Authentication timeout");
            }
        }
        return hasEnded;
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
                    .onComplete(answered -> socket.resume())
                    .onSuccess(this::loggedIn)
                    .onFailure(failure -> refuse(reason(failure)));
        }
    }

    private static String reason(Throwable failure) {
        return switch (Requests.failure(failure).code()) {
            case UNAVAILABLE -> failed("503 Service Unavailable");
            case INTERNAL -> failed("500 Internal Server Error");
            default -> "err: Invalid credentials";
        };
    }

    private static String failed(String status) {
        return "err: Error while sending authentication request to nextcloud: Server error: " + status;
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
        var keepalive = new Keepalive(System.nanoTime(), ThreadLocalRandom.current()::nextInt);
        var session = edge.hub().open(identity, FRAMES, new WebSocketTransport(socket, keepalive));
        login = new Login(session, keepalive);
        session.send(PushFrames.AUTHENTICATED);
        listen(session);
    }

    /** A socket whose spaces cannot be found out now is tried again: meanwhile it has its custom events. */
    private void listen(Session session) {
        edge.hub().listenToAll(session, SPACES).onFailure(failure -> {
            if (Requests.is(failure, FailureCode.UNAVAILABLE)) {
                edge.vertx().setTimer(RETRY_DELAY_MS, timer -> {
                    if (!session.isClosed()) {
                        listen(session);
                    }
                });
            }
        });
    }

    /** Tells the client why, and drops him. */
    private void refuse(String text) {
        if (!hasEnded) {
            socket.writeTextMessage(text).onFailure(gone -> {});
            end(POLICY_VIOLATION);
        }
    }

    // Keepalive

    private void keepAlive(Keepalive keepalive, long nowNanos) {
        switch (keepalive.tick(nowNanos)) {
            case WAIT -> {}
            case PING -> socket.writePing(keepalive.payload()).onFailure(gone -> {});
            case CLOSE -> end((short) CloseCause.SILENT.code());
        }
    }

    private void ponged(Buffer payload) {
        if (login != null && !login.keepalive().isAnsweredBy(payload)) {
            end(PROTOCOL_ERROR);
        }
    }

    // End

    private void end(short code) {
        leave();
        socket.close(code).onFailure(gone -> {});
    }

    private void leave() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        if (login != null) {
            edge.hub().closed(login.session());
            users.leave(login.session().identity().user());
        }
    }

    /** The socket as a session sees it. */
    private record WebSocketTransport(ServerWebSocket socket, Keepalive keepalive) implements Transport {
        @Override
        public void write(String text) {
            keepalive.sent(System.nanoTime());
            // A failure is the socket's end, of which the close handler tells.
            socket.writeTextMessage(text).onFailure(gone -> {});
        }

        @Override
        public boolean isWritable() {
            return !socket.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable handler) {
            socket.drainHandler(drained -> handler.run());
        }

        @Override
        public void close(CloseCause cause) {
            socket.close((short) cause.code(), cause.reason()).onFailure(gone -> {});
        }
    }
}
