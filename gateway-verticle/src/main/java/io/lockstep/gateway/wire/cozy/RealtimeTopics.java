package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Session;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one client of the realtime socket listens to, by topic, and what of it he is told.
 *
 * <p>One topic of the hub serves all that he wants of a doctype. His own topic, by whatever user's name, is kept under one
 * name. Whoever was not told everything falls behind: he comes back and reads again. Single-threaded: the socket's event loop.
 */
final class RealtimeTopics {
    private static final String PERSONAL = "user";

    /** The client, as far as his topics need him. */
    interface Client {
        /** The session of who has signed in; opened when there is none. */
        Session session();

        /** After what he is told by the session. */
        void say(String text);

        /** At once. */
        void transmit(Frame frame);

        /** No other command is read until {@link #resume}. */
        void pause();

        void resume();

        /** Closes him, for he was not told everything. */
        void fallBehind();

        /** Whether he is gone, or about to be sent away. */
        boolean hasEnded();
    }

    private final Edge edge;
    private final Client client;
    private final Map<String, Interests> topics = new HashMap<>();

    RealtimeTopics(Edge edge, Client client) {
        this.edge = edge;
        this.client = client;
    }

    // Who he is

    /** What he wanted is listened to anew, as somebody else in a new session, from where he stands. */
    Future<Void> listenAgain(Rights known) {
        var opened = client.session();
        Future<Void> listening = Future.succeededFuture();
        for (var topic : List.copyOf(topics.keySet())) {
            var interests = interests(topic);
            var position = interests.safePosition().map(Cursor::encode).orElse(null);
            interests.restart();
            listening = listening.compose(next -> edge.hub()
                    .listen(opened, topicOf(topic, known), position)
                    .recover(refusal -> {
                        drop(topic, refusal);
                        return Future.succeededFuture();
                    }));
        }
        return listening;
    }

    /** Ends what he may not listen to any longer, and tells him. */
    void keepToScope(Rights known) {
        for (var topic : List.copyOf(topics.keySet())) {
            interests(topic)
                    .removeUnless(command -> isAllowed(command, known))
                    .forEach(command -> client.say(Errors.forbidden(command)));
            unlistenIfEmpty(topic, known);
        }
    }

    // SUBSCRIBE, UNSUBSCRIBE

    void listen(Command.Listen command, Rights known) {
        if (command.type().isEmpty()) {
            client.say(Errors.noType(command));
        } else if (!isAllowed(command, known)) {
            client.say(Errors.forbidden(command));
        } else if (command.isEnding()) {
            unsubscribe(command, known);
        } else {
            subscribe(command, known);
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

    private void unsubscribe(Command.Listen command, Rights known) {
        try {
            var topic = topic(command.type());
            if (topics.containsKey(topic)) {
                interests(topic).remove(command);
                unlistenIfEmpty(topic, known);
            }
        } catch (ServiceException tooLong) {
            client.say(Errors.failed(command, tooLong));
        }
    }

    private void subscribe(Command.Listen command, Rights known) {
        try {
            var topic = topic(command.type());
            if (command.resumes()) {
                var unused = Cursor.parse(command.since());
            }
            var isNew = !topics.containsKey(topic);
            requireRoom();
            interests(topic).add(command);
            if (isNew || command.resumes()) {
                join(topic, command, known);
            }
        } catch (ServiceException refusal) {
            topics.values().removeIf(Interests::isEmpty);
            client.say(Errors.failed(command, refusal));
        }
    }

    private void requireRoom() {
        int most = edge.config().sockets().maxSubscriptions();
        if (topics.values().stream().mapToInt(Interests::count).sum() >= most) {
            throw new ServiceException(FailureCode.RATE_LIMITED, "a socket has at most " + most + " subscriptions");
        }
    }

    private void join(String topic, Command.Listen command, Rights known) {
        client.pause();
        var opened = client.session();
        var listened = topicOf(topic, known);
        edge.hub().unlisten(opened, listened);
        edge.hub()
                .listen(opened, listened, command.resumes() ? command.since() : null)
                .onFailure(failure -> drop(topic, failure))
                .onComplete(done -> client.resume());
    }

    private void drop(String topic, Throwable failure) {
        Optional.ofNullable(topics.remove(topic))
                .ifPresent(dropped -> dropped.commands()
                        .forEach(command -> client.say(Errors.failed(command, Requests.failure(failure)))));
    }

    private void unlistenIfEmpty(String topic, Rights known) {
        if (interests(topic).isEmpty()) {
            topics.remove(topic);
            if (!client.hasEnded()) {
                edge.hub().unlisten(client.session(), topicOf(topic, known));
            }
        }
    }

    private Interests interests(String topic) {
        return topics.computeIfAbsent(topic, absent -> new Interests());
    }

    private static String topic(String type) {
        return Doctype.isPersonal(type) ? PERSONAL : Topic.space(Doctype.space(Doctype.home(type)));
    }

    private static String topicOf(String topic, Rights known) {
        return topic.equals(PERSONAL) ? Topic.user(known.identity().user()) : topic;
    }

    // What he is told

    void tell(TopicFrame frame) {
        Optional.ofNullable(topics.get(frame.topic().startsWith(Topic.user("")) ? PERSONAL : frame.topic()))
                .ifPresent(interests -> tell(frame, interests));
    }

    private void tell(TopicFrame frame, Interests interests) {
        if (frame instanceof TopicFrame.Happened happened) {
            interests.tell(happened).ifPresent(client::transmit);
        } else if (frame instanceof TopicFrame.Mark mark) {
            interests.begin(Cursor.parse(mark.cursor()));
        } else if (frame instanceof TopicFrame.Revoked) {
            topics.remove(frame.topic());
            interests.commands().forEach(command -> client.transmit(new Frame(Errors.forbidden(command))));
        } else if (frame instanceof TopicFrame.Resync resync) {
            resync(resync, interests);
        }
    }

    private void resync(TopicFrame.Resync resync, Interests interests) {
        var gone = resync.isCursorGone() ? interests.gone() : List.<Command.Listen>of();
        if (gone.isEmpty()) {
            client.fallBehind();
            return;
        }
        gone.forEach(command -> client.transmit(new Frame(Errors.gone(command))));
        if (interests.hasBegun()) {
            // The others go on from where they stand.
            edge.vertx().runOnContext(next -> goOn(resync.topic(), interests));
        }
    }

    private void goOn(String topic, Interests interests) {
        if (!client.hasEnded() && topics.get(topic) == interests) {
            var position = interests.safePosition().map(Cursor::encode).orElse(null);
            var opened = client.session();
            edge.hub().unlisten(opened, topic);
            edge.hub().listen(opened, topic, position).onFailure(failure -> client.fallBehind());
        }
    }
}
