package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.FailureCode;
import io.lockstep.gateway.auth.Credentials;
import io.lockstep.gateway.auth.Tokens;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.CloseCause;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.session.Transport;
import io.lockstep.gateway.socket.Deadline;
import io.lockstep.gateway.socket.SocketLink;
import io.lockstep.gateway.socket.UserSockets;
import io.lockstep.gateway.socket.Wheel;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One client of the realtime socket.
 *
 * <p>He speaks first: {@code AUTH} with a token, then {@code SUBSCRIBE} and {@code UNSUBSCRIBE}; silence is success. While a
 * command is carried out the socket is paused, so each holds before the next is read. Another {@code AUTH} takes the place of
 * the first. A wrong token is told and the socket dropped a moment later, so that what the client had sent behind it is not
 * answered. It ends with its token. What he listens to is in {@link RealtimeTopics}. Single-threaded: the socket's event loop.
 */
final class RealtimeSocket implements SocketLink.Listener, Transport, RealtimeTopics.Client {
    static final Duration AUTH_TIMEOUT = Duration.ofSeconds(15);
    static final Duration LINGER = Duration.ofSeconds(1);
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final RealtimeFrames FRAMES = new RealtimeFrames();

    private final Edge edge;
    private final UserSockets users;
    private final SocketLink link;
    private final Wheel wheel;
    private final RealtimeTopics topics;
    private final RealtimePulse pulse;

    /** Until AUTH the end of patience, then that of the token. */
    private Deadline expiry;

    private @Nullable Rights rights;
    private @Nullable Session session;
    private boolean isRefused;
    private boolean hasEnded;

    RealtimeSocket(Edge edge, UserSockets users, SocketLink link) {
        this.edge = edge;
        this.users = users;
        this.link = link;
        this.wheel = edge.sockets().wheel();
        this.topics = new RealtimeTopics(edge, this);
        this.pulse = new RealtimePulse(wheel, link, () -> end(CloseCause.SILENT.code()));
        this.expiry = wheel.in(
                AUTH_TIMEOUT.toMillis(), () -> refuse(Errors.unauthorized(new Command.Auth(Command.AUTH, ""))));
    }

    void open() {
        link.listen(this);
    }

    // What the client says

    @Override
    public void text(String text) {
        if (hasEnded()) {
            return;
        }
        var command = Command.parse(text);
        if (command instanceof Command.Auth auth) {
            authenticate(auth);
        } else if (rights == null) {
            refuse(Errors.methodNotAllowed(command));
        } else if (command instanceof Command.Malformed) {
            end(POLICY_VIOLATION);
        } else if (command instanceof Command.Listen listen) {
            topics.listen(listen, rights);
        } else {
            say(Errors.methodNotAllowed(command));
        }
    }

    @Override
    public void binary(byte[] bytes) {
        text(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void pong(byte[] payload) {
        pulse.answered();
    }

    // AUTH

    private void authenticate(Command.Auth auth) {
        if (auth.token().isEmpty()) {
            refuse(Errors.unauthorized(auth));
            return;
        }
        link.pause();
        edge.authenticator()
                .authenticateLimited(new Credentials.Token(auth.token()))
                .map(Rights::of)
                .onSuccess(known -> authenticated(auth, known))
                .onFailure(failure -> refuse(
                        Requests.is(failure, FailureCode.UNAVAILABLE)
                                ? Errors.unavailable(auth, Requests.failure(failure))
                                : Errors.unauthorized(auth)));
    }

    private void authenticated(Command.Auth auth, Rights known) {
        if (hasEnded()) {
            return;
        }
        var before = rights == null ? null : rights.identity();
        if (before == null || !before.user().equals(known.identity().user())) {
            if (!users.enter(known.identity().user())) {
                refuse(Errors.tooMany(auth));
                return;
            }
            if (before != null) {
                users.leave(before.user());
            }
        }
        rights = known;
        expiry.cancel();
        expiry = wheel.in(
                Tokens.end(auth.token())
                        .map(end ->
                                Math.max(0, Duration.between(Instant.now(), end).toMillis()))
                        .orElse(Duration.ofDays(1).toMillis()),
                () -> refuse(Errors.unauthorized(auth)));
        (before == null || isSame(before, known.identity()) ? Future.<Void>succeededFuture() : becomeAnother(known))
                .onComplete(done -> {
                    topics.keepToScope(known);
                    resume();
                });
    }

    private static boolean isSame(Identity one, Identity other) {
        return one.user().equals(other.user()) && one.groups().equals(other.groups());
    }

    private Future<Void> becomeAnother(Rights known) {
        leave();
        return topics.listenAgain(known);
    }

    // What the client is told

    @Override
    public void write(Frame frame) {
        if (frame instanceof TopicFrame told) {
            topics.tell(told);
        } else {
            link.write(frame);
        }
    }

    @Override
    public void transmit(Frame frame) {
        link.write(frame);
    }

    @Override
    public void say(String text) {
        var speaking = session;
        if (speaking == null) {
            link.write(new Frame(text));
        } else {
            speaking.send(new Frame(text));
        }
    }

    @Override
    public boolean isWritable() {
        return link.isWritable();
    }

    @Override
    public void onDrain(Runnable handler) {
        link.onDrain(handler);
    }

    @Override
    public void close(CloseCause cause) {
        link.close(cause);
    }

    // Life and end

    @Override
    public Session session() {
        var opened = session;
        if (opened == null) {
            opened = edge.hub().open(identity(), FRAMES, this);
            session = opened;
        }
        return opened;
    }

    private Identity identity() {
        if (rights == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        return rights.identity();
    }

    @Override
    public void pause() {
        link.pause();
    }

    @Override
    public void resume() {
        if (!hasEnded) {
            link.resume();
        }
    }

    private void leave() {
        if (session != null) {
            edge.hub().closed(session);
            session = null;
        }
    }

    /** Tells the client why, and drops him when what he has sent already has come: it gets no answer. */
    private void refuse(String text) {
        if (hasEnded()) {
            return;
        }
        isRefused = true;
        leave();
        link.write(new Frame(text));
        link.resume();
        expiry.cancel();
        expiry = wheel.in(LINGER.toMillis(), () -> {
            closed();
            link.cut();
        });
    }

    @Override
    public void fallBehind() {
        end(TRY_AGAIN_LATER);
    }

    @Override
    public boolean hasEnded() {
        return hasEnded || isRefused;
    }

    private void end(int code) {
        if (!hasEnded) {
            closed();
            link.close(code, "");
        }
    }

    @Override
    public void closed() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        pulse.stop();
        expiry.cancel();
        leave();
        if (rights != null) {
            users.leave(rights.identity().user());
        }
    }
}
