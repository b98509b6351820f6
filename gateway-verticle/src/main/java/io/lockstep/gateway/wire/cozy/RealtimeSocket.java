package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client of the realtime socket.
 *
 * <p>He speaks first: {@code AUTH} with a token, then {@code SUBSCRIBE} and {@code UNSUBSCRIBE}; silence is success. While a
 * command is carried out the socket is paused, so each holds before the next is read. Another {@code AUTH} takes the place of
 * the first. A wrong token is told and the socket dropped a moment later, so that what the client had sent behind it is not
 * answered. It ends with its token. Whoever was not told everything is closed: he comes back and reads again.
 * Single-threaded: the socket's event loop.
 */
final class RealtimeSocket implements SocketLink.Listener, Transport {
    static final Duration AUTH_TIMEOUT = Duration.ofSeconds(15);
    static final Duration LINGER = Duration.ofSeconds(1);
    static final Duration PING = Duration.ofSeconds(54);
    static final Duration SILENCE = Duration.ofSeconds(60);
    private static final byte[] NO_PAYLOAD = {};
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final RealtimeFrames FRAMES = new RealtimeFrames();

    private final Edge edge;
    private final UserSockets users;
    private final SocketLink link;
    private final Wheel wheel;
    private final Deadline silence;
    private Deadline ping;

    /** Until AUTH the end of patience, then that of the token. */
    private Deadline expiry;

    /** By topic. */
    private final Map<String, Interests> topics = new HashMap<>();

    private @Nullable Rights rights;
    private @Nullable Session session;
    private boolean isRefused;
    private boolean hasEnded;

    RealtimeSocket(Edge edge, UserSockets users, SocketLink link) {
        this.edge = edge;
        this.users = users;
        this.link = link;
        this.wheel = edge.sockets().wheel();
        this.silence = wheel.in(SILENCE.toMillis(), () -> end(CloseCause.SILENT.code()));
        this.ping = wheel.in(PING.toMillis(), this::ping);
        this.expiry = wheel.in(
                AUTH_TIMEOUT.toMillis(), () -> refuse(Errors.unauthorized(new Command.Auth(Command.AUTH, ""))));
    }

    void open() {
        link.listen(this);
    }

    // What the client says

    @Override
    public void text(String text) {
        if (hasEnded || isRefused) {
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
            listen(listen, rights);
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
        silence.putOff(SILENCE.toMillis());
    }

    private void ping() {
        if (!hasEnded) {
            link.ping(NO_PAYLOAD);
            ping = wheel.in(PING.toMillis(), this::ping);
        }
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
        if (hasEnded) {
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
                    keepToScope(known);
                    resume();
                });
    }

    private static boolean isSame(Identity one, Identity other) {
        return one.user().equals(other.user()) && one.groups().equals(other.groups());
    }

    /** What the client wanted is listened to anew, as somebody else, from where he stands. */
    private Future<Void> becomeAnother(Rights known) {
        leave();
        var opened = session();
        Future<Void> listening = Future.succeededFuture();
        for (var topic : List.copyOf(topics.keySet())) {
            var interests = interests(topic);
            var position = interests.safePosition().map(Cursor::encode).orElse(null);
            interests.restart();
            listening = listening.compose(next -> edge.hub()
                    .listen(opened, topicOf(topic, known), position)
                    .recover(refusal -> {
                        topics.remove(topic);
                        interests.commands().forEach(command -> say(Errors.failed(command, Requests.failure(refusal))));
                        return Future.succeededFuture();
                    }));
        }
        return listening;
    }

    /** The user's own topic is another one for another user; it is kept under one name here. */
    private static String topicOf(String topic, Rights known) {
        return topic.equals(PERSONAL) ? Topic.user(known.identity().user()) : topic;
    }

    private static final String PERSONAL = "user";

    private void keepToScope(Rights known) {
        for (var topic : List.copyOf(topics.keySet())) {
            interests(topic)
                    .removeUnless(command -> isAllowed(command, known))
                    .forEach(command -> say(Errors.forbidden(command)));
            unlistenIfEmpty(topic);
        }
    }

    // SUBSCRIBE, UNSUBSCRIBE

    private void listen(Command.Listen command, Rights known) {
        if (command.type().isEmpty()) {
            say(Errors.noType(command));
        } else if (!isAllowed(command, known)) {
            say(Errors.forbidden(command));
        } else if (command.isEnding()) {
            unsubscribe(command);
        } else {
            subscribe(command);
        }
    }

    private static boolean isAllowed(Command.Listen command, Rights known) {
        var type = command.type();
        if (Doctype.isPersonal(type)) {
            return true;
        }
        var home = Doctype.home(type);
        return command.id().isEmpty()
                ? known.allowsType(Rights.READ, home)
                : known.allowsId(Rights.READ, home, Doctype.homeId(type, command.id()));
    }

    private void unsubscribe(Command.Listen command) {
        try {
            var topic = topic(command.type());
            if (topics.containsKey(topic)) {
                interests(topic).remove(command);
                unlistenIfEmpty(topic);
            }
        } catch (ServiceException tooLong) {
            say(Errors.failed(command, tooLong));
        }
    }

    private void subscribe(Command.Listen command) {
        try {
            var topic = topic(command.type());
            if (command.resumes()) {
                var unused = Cursor.parse(command.since());
            }
            var isNew = !topics.containsKey(topic);
            requireRoom();
            interests(topic).add(command);
            if (isNew || command.resumes()) {
                join(topic, command);
            }
        } catch (ServiceException refusal) {
            topics.values().removeIf(Interests::isEmpty);
            say(Errors.failed(command, refusal));
        }
    }

    private void requireRoom() {
        int most = edge.config().sockets().maxSubscriptions();
        if (topics.values().stream().mapToInt(Interests::count).sum() >= most) {
            throw new ServiceException(FailureCode.RATE_LIMITED, "a socket has at most " + most + " subscriptions");
        }
    }

    private void join(String topic, Command.Listen command) {
        var known = rights;
        if (known == null) {
            return;
        }
        link.pause();
        var opened = session();
        var listened = topicOf(topic, known);
        edge.hub().unlisten(opened, listened);
        edge.hub()
                .listen(opened, listened, command.resumes() ? command.since() : null)
                .onFailure(failure -> {
                    var refused = topics.remove(topic);
                    if (refused != null) {
                        refused.commands().forEach(one -> say(Errors.failed(one, Requests.failure(failure))));
                    }
                })
                .onComplete(done -> resume());
    }

    private static String topic(String type) {
        return Doctype.isPersonal(type) ? PERSONAL : Topic.space(Doctype.space(Doctype.home(type)));
    }

    private Interests interests(String topic) {
        return topics.computeIfAbsent(topic, absent -> new Interests());
    }

    private void unlistenIfEmpty(String topic) {
        var known = rights;
        if (known != null && session != null && interests(topic).isEmpty()) {
            topics.remove(topic);
            edge.hub().unlisten(session, topicOf(topic, known));
        }
    }

    // What the client is told

    @Override
    public void write(Frame frame) {
        if (frame instanceof TopicFrame told) {
            Optional.ofNullable(topics.get(told.topic().startsWith("user/") ? PERSONAL : told.topic()))
                    .ifPresent(interests -> tell(told, interests));
        } else {
            link.write(frame);
        }
    }

    private void tell(TopicFrame frame, Interests interests) {
        if (frame instanceof TopicFrame.Happened happened) {
            interests.tell(happened).ifPresent(link::write);
        } else if (frame instanceof TopicFrame.Mark mark) {
            interests.begin(Cursor.parse(mark.cursor()));
        } else if (frame instanceof TopicFrame.Revoked) {
            topics.remove(frame.topic());
            interests.commands().forEach(command -> link.write(new Frame(Errors.forbidden(command))));
        } else if (frame instanceof TopicFrame.Resync resync) {
            resync(resync, interests);
        }
    }

    private void resync(TopicFrame.Resync resync, Interests interests) {
        var gone = resync.isCursorGone() ? interests.gone() : List.<Command.Listen>of();
        if (gone.isEmpty()) {
            end(TRY_AGAIN_LATER);
            return;
        }
        gone.forEach(command -> link.write(new Frame(Errors.gone(command))));
        if (interests.hasBegun()) {
            // The others go on from where they stand.
            edge.vertx().runOnContext(next -> goOn(resync.topic(), interests));
        }
    }

    private void goOn(String topic, Interests interests) {
        if (!hasEnded && session != null && topics.get(topic) == interests) {
            var position = interests.safePosition().map(Cursor::encode).orElse(null);
            edge.hub().unlisten(session, topic);
            edge.hub().listen(session, topic, position).onFailure(failure -> end(TRY_AGAIN_LATER));
        }
    }

    private void say(String text) {
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

    private Session session() {
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

    private void resume() {
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
        if (hasEnded || isRefused) {
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
        silence.cancel();
        ping.cancel();
        expiry.cancel();
        leave();
        if (rights != null) {
            users.leave(rights.identity().user());
        }
    }
}
