package io.lockstep.gateway.wire;

import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.Future;
import java.util.List;

/**
 * The port by which another wire speaks on the socket of the push protocol: what its spaces have to say there, and what its
 * names mean. One instance serves all event loops of the node, so that its frames are shared by them; it keeps nothing.
 *
 * <p>A push client says {@code listen <name>} and gets no answer, not even when he may not. When he says it again, the first
 * thing that his topics tell, the {@link Signal.Snapshot}, is told again: a wire that gives a frame for it hints once on every listen.
 */
public interface PushWords {
    /** Whose spaces these words are for: what their ids begin with. */
    String wire();

    /** Whether everybody hears of all spaces of the wire that he may read, without asking. */
    boolean isImplicit();

    /** As {@link io.lockstep.gateway.session.Encoder#readsDocuments}, which all push clients then pay for. */
    default boolean readsDocuments() {
        return false;
    }

    /**
     * The frames for the listeners of a topic when something happens in a space of this wire, in order; empty when there is
     * no word for the signal. Custom events never come here. Pure: equal arguments give equal frames.
     *
     * @param topic the one that is listened to: the space's, or one of its documents'
     */
    List<Frame> encode(String topic, Signal signal);

    /**
     * What the client means by {@code listen <name>}: the topics to listen to, empty when the name is not one of this wire.
     * Whether he may is asked afterwards. What fails means nothing either.
     */
    Future<List<String>> topics(Edge edge, Identity identity, String name);

    /** A frame {@code <message> <body>}, as all of them are; the body's keys come out sorted. */
    static Frame frame(String message, Object body) {
        return new Frame(message + " " + CompactJson.write(body));
    }
}
