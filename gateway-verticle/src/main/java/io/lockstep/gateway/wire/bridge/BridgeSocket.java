package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.wire.Edge;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks the event-bus bridge protocol, over any SockJS transport or raw WebSocket.
 *
 * <p>The client pings; one that is silent for {@link #SILENCE} is closed.
 */
final class BridgeSocket {
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** The number 0 is a timer: the first one of the process. */
    private static final long NO_TIMER = -1;

    private static final BridgeFrames FRAMES = new BridgeFrames();

    private final Edge edge;
    private final BridgeOperations operations;
    private final SockJSSocket socket;
    private final Session session;
    private long silenceTimer = NO_TIMER;

    BridgeSocket(Edge edge, BridgeOperations operations, SockJSSocket socket, Identity identity) {
        this.edge = edge;
        this.operations = operations;
        this.socket = socket;
        this.session = edge.hub().open(identity, FRAMES, new SocketTransport(socket));
    }

    void open() {
        socket.handler(buffer -> received(buffer.toString()));
        socket.exceptionHandler(broken -> closed());
        socket.closeHandler(gone -> closed());
        heard();
    }

    private void closed() {
        edge.vertx().cancelTimer(silenceTimer);
        edge.hub().closed(session);
        edge.lines().closed(session.id());
    }

    private void close(CloseCause cause) {
        session.close(cause);
        closed();
    }

    private void heard() {
        edge.vertx().cancelTimer(silenceTimer);
        silenceTimer = edge.vertx().setTimer(SILENCE.toMillis(), silent -> close(CloseCause.SILENT));
    }

    private void received(String text) {
        if (session.isClosed()) {
            return;
        }
        heard();
        if (text.length() > edge.config().maxBodyBytes()) {
            close(CloseCause.TOO_LARGE);
            return;
        }
        var request = BridgeRequest.parse(text);
        if (request instanceof BridgeRequest.Register register) {
            register(register);
        } else if (request instanceof BridgeRequest.Unregister unregister) {
            edge.hub().unlisten(session, unregister.address());
        } else if (request instanceof BridgeRequest.Send send) {
            send(send);
        } else if (request instanceof BridgeRequest.Refused refused) {
            session.send(BridgeFrames.refused(refused.address(), word(refused.reason()), refused.reason()));
        } else if (request instanceof BridgeRequest.Malformed malformed) {
            session.send(BridgeFrames.error(malformed.word()));
        }
    }

    private void register(BridgeRequest.Register register) {
        edge.hub()
                .listen(session, register.address(), register.cursor(), register.selector())
                .onFailure(failure -> {
                    var known = Requests.failure(failure);
                    session.send(BridgeFrames.refused(register.address(), word(known), known));
                });
    }

    private static String word(ServiceException failure) {
        return switch (failure.code()) {
            case FORBIDDEN, NOT_FOUND -> "access_denied";
            case UNAUTHENTICATED -> "not_logged_in";
            case RATE_LIMITED -> "max_handlers_reached";
            case BAD_REQUEST -> "rejected";
            default -> "registration_failure";
        };
    }

    private void send(BridgeRequest.Send send) {
        var reply = send.replyAddress();
        operations
                .call(session, send.address(), send.body())
                .onSuccess(body -> {
                    if (reply != null) {
                        session.send(BridgeFrames.received(reply, body));
                    }
                })
                .onFailure(failure -> session.send(failed(reply, Requests.failure(failure))));
    }

    private static Frame failed(@Nullable String reply, ServiceException failure) {
        if (reply != null) {
            return BridgeFrames.failed(reply, failure);
        }
        return BridgeFrames.error(failure.code() == FailureCode.FORBIDDEN ? "access_denied" : "rejected");
    }

    /** A SockJS socket, whatever carries it. */
    private static final class SocketTransport implements Transport {
        private final SockJSSocket socket;

        SocketTransport(SockJSSocket socket) {
            this.socket = Require.present(socket, "socket");
        }

        @Override
        public void write(Frame frame) {
            // A failure is the socket's end, of which the close handler tells.
            socket.write(frame.text()).onFailure(gone -> {});
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
            socket.close(cause.code(), cause.reason());
        }
    }
}
