package io.lockstep.gateway.wire.notifypush;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.Wheel;
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
 * every space that he may read of the wires that speak unasked, now and as his access changes; {@code listen <name>} adds
 * what a wire means by the name. All else that he says is accepted and means nothing. Single-threaded: the socket's event loop.
 */
final class PushSocket implements SocketLink.Listener {
    static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(15);
    private static final String LISTEN = "listen ";
    private static final int NORMAL = 1000;
    private static final int NO_CODE = 1005;
    private static final int POLICY_VIOLATION = 1008;
    private static final int PROTOCOL_ERROR = 1002;

    private final PushLoop loop;
    private final SocketLink link;
    private final Wheel wheel;
    private final String forwardedFor;
    private Deadline deadline;
    private @Nullable Deadline oldAge;
    private Handshake handshake = new Handshake.AwaitingUser();
    private @Nullable Session session;
    private @Nullable PushTransport transport;
    /** From {@code authenticated} on. */
    private @Nullable Keepalive keepalive;

    private boolean hasEnded;

    /**
     * Not open yet.
     *
     * @param forwardedFor the addresses through which the client came
     */
    PushSocket(PushLoop loop, SocketLink link, String forwardedFor) {
        this.loop = loop;
        this.link = link;
        this.forwardedFor = forwardedFor;
        this.wheel = loop.edge().sockets().wheel();
        this.deadline = wheel.in(LOGIN_TIMEOUT.toMillis(), () -> refuse(Refusal.TIMEOUT));
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
            refuse(Refusal.INVALID_MESSAGE);
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
            loop.login().login(complete, forwardedFor).onSuccess(this::loggedIn).onFailure(this::refuse);
        } else if (text.equals(LISTEN + PushFrames.FILE_ID) && transport != null) {
            transport.wantFileIds();
        } else if (text.startsWith(LISTEN) && session != null) {
            listen(session, text.substring(LISTEN.length()));
        }
    }

    /** One name after the other: the socket waits meanwhile, so that a client who asks for much waits for it himself. */
    private void listen(Session listener, String name) {
        var listening = loop.frames()
                .topics(loop.edge(), listener.identity(), name)
                .compose(topics -> Future.join(topics.stream()
                        .map(topic -> listenAgain(listener, topic))
                        .toList()));
        if (!listening.isComplete()) {
            link.pause();
            listening.onComplete(done -> link.resume());
        }
    }

    private Future<Void> listenAgain(Session listener, String topic) {
        if (hasEnded) {
            return Future.succeededFuture();
        }
        loop.edge().hub().unlisten(listener, topic);
        return loop.edge().hub().listen(listener, topic, null);
    }

    private void loggedIn(Identity identity) {
        if (hasEnded) {
            return;
        }
        if (!loop.entered(this, identity.user())) {
            link.write(PushFrames.AUTHENTICATED);
            refuse(Refusal.TOO_MANY);
            return;
        }
        var opened = loop.transport(link);
        transport = opened;
        var listener = loop.edge().hub().open(identity, loop.frames(), opened);
        session = listener;
        loop.edge()
                .hub()
                .listenToAll(listener, loop.frames().implicitWires())
                .recover(PushSocket::unlessUnavailable)
                .onSuccess(listening -> goLive(opened))
                .onFailure(this::refuse);
    }

    /** A space that went away while it was joined is no reason to refuse the others. */
    private static Future<Void> unlessUnavailable(Throwable failure) {
        return Requests.is(failure, FailureCode.UNAVAILABLE) ? Future.failedFuture(failure) : Future.succeededFuture();
    }

    private void goLive(PushTransport opened) {
        if (!hasEnded) {
            keepalive = opened.goLive();
            deadline.cancel();
            loop.maxAgeMillis().ifPresent(millis -> oldAge = wheel.in(millis, () -> end(NORMAL)));
            keepAlive();
            link.resume();
        }
    }

    private void refuse(Throwable failure) {
        refuse(Refusal.of(Requests.failure(failure)));
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

    /** All are to come anew: a goodbye without a word. */
    void reset() {
        end(NO_CODE);
    }

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
        if (oldAge != null) {
            oldAge.cancel();
        }
        if (transport != null) {
            transport.ended();
        }
        if (session != null) {
            loop.edge().hub().closed(session);
            loop.left(this, session.identity().user());
        }
    }
}
