package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client that speaks the event-bus bridge protocol, whatever carries it.
 *
 * <p>The client pings; one that is silent for {@link #SILENCE} is closed. Single-threaded: the socket's event loop.
 */
final class BridgeSocket implements SocketLink.Listener {
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final BridgeFrames FRAMES = new BridgeFrames();

    private final Bridge bridge;
    private final Session session;
    private final Deadline silence;
    private boolean hasEnded;

    private BridgeSocket(Bridge bridge, SocketLink link, Identity identity) {
        this.bridge = bridge;
        this.session = bridge.edge().hub().open(identity, FRAMES, link);
        this.silence = bridge.edge().sockets().wheel().in(SILENCE.toMillis(), () -> close(CloseCause.SILENT));
    }

    /** Serves a client whose socket has been counted as one of his user's. */
    static void serve(Bridge bridge, SocketLink link, Identity identity) {
        link.listen(new BridgeSocket(bridge, link, identity));
    }

    /** Counts and serves a client, or refuses one whose user has as many sockets as he may. */
    static void enter(Bridge bridge, SocketLink link, Identity identity) {
        if (bridge.users().enter(identity.user())) {
            serve(bridge, link, identity);
        } else {
            link.close(FailureCode.RATE_LIMITED.closeCode(), Bridge.TOO_MANY);
        }
    }

    @Override
    public void closed() {
        if (!hasEnded) {
            hasEnded = true;
            silence.cancel();
            bridge.users().leave(session.identity().user());
            bridge.edge().hub().closed(session);
            bridge.edge().lines().closed(session.id());
        }
    }

    private void close(CloseCause cause) {
        session.close(cause);
        closed();
    }

    @Override
    public void binary(byte[] bytes) {
        text(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void text(String text) {
        if (session.isClosed()) {
            return;
        }
        silence.putOff(SILENCE.toMillis());
        if (text.length() > bridge.edge().config().maxBodyBytes()) {
            close(CloseCause.TOO_LARGE);
            return;
        }
        var request = BridgeRequest.parse(text);
        if (request instanceof BridgeRequest.Register register) {
            register(register);
        } else if (request instanceof BridgeRequest.Unregister unregister) {
            bridge.edge().hub().unlisten(session, unregister.address());
        } else if (request instanceof BridgeRequest.Send send) {
            send(send);
        } else if (request instanceof BridgeRequest.Refused refused) {
            session.send(BridgeFrames.refused(refused.address(), word(refused.reason()), refused.reason()));
        } else if (request instanceof BridgeRequest.Malformed malformed) {
            session.send(BridgeFrames.error(malformed.word()));
        }
    }

    private void register(BridgeRequest.Register register) {
        bridge.edge()
                .hub()
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
        bridge.operations()
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
}
