package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.selector.Selector;
import io.lockstep.gateway.session.Frame;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the realtime wire says of a signal, with what a socket needs to know to choose: it is written to each of the topic's
 * listeners, and each {@link Topics socket's interests} decide whether the client gets it. Shared by sockets and event loops.
 */
abstract class TopicFrame extends Frame {
    private final String topic;

    private TopicFrame(String topic, String text) {
        super(text);
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /** Where the listeners of a topic stand; comes before what they missed. */
    static final class Mark extends TopicFrame {
        private final String cursor;

        Mark(String topic, String cursor) {
            super(topic, "");
            this.cursor = cursor;
        }

        String cursor() {
            return cursor;
        }
    }

    /** Listeners were not shown changes one by one. */
    static final class Resync extends TopicFrame {
        private final boolean isCursorGone;

        Resync(String topic, boolean isCursorGone) {
            super(topic, "");
            this.isCursorGone = isCursorGone;
        }

        boolean isCursorGone() {
            return isCursorGone;
        }
    }

    /** The listener may listen no longer. */
    static final class Revoked extends TopicFrame {
        Revoked(String topic) {
            super(topic, "");
        }
    }

    /** Something happened to a document; the text is what most clients are told of it. */
    static final class Happened extends TopicFrame {
        private final String verb;
        private final String type;
        private final String id;
        private final JsonObject document;
        private final Event.@Nullable Changed change;
        private volatile @Nullable Frame withSeq;
        private volatile @Nullable Frame left;
        private volatile @Nullable Frame leftWithSeq;

        /** @param change null for what is not kept in the feed */
        Happened(
                String topic,
                String verb,
                String type,
                String id,
                JsonObject document,
                Event.@Nullable Changed change) {
            super(topic, RealtimeJson.event(verb, type, id, document, null));
            this.verb = verb;
            this.type = type;
            this.id = id;
            this.document = document;
            this.change = change;
        }

        String type() {
            return type;
        }

        String id() {
            return id;
        }

        Event.@Nullable Changed change() {
            return change;
        }

        /** What the event is to who listens with a selector. */
        Chosen chosenBy(Selector selector) {
            if (selector.matches(document)) {
                return Chosen.AS_IT_IS;
            }
            return change != null && RealtimeJson.hasLeft(change, document, selector) ? Chosen.AS_LEFT : Chosen.NO;
        }

        /** The text for a client, of what he asked for. */
        Frame as(Chosen chosen, boolean isWithSeq) {
            if (change == null || (chosen == Chosen.AS_IT_IS && !isWithSeq)) {
                return this;
            }
            return chosen == Chosen.AS_IT_IS ? asItIsWithSeq(change) : isWithSeq ? asLeftWithSeq(change) : asLeft();
        }

        private Frame asItIsWithSeq(Event.Changed at) {
            var made = withSeq;
            if (made == null) {
                made = new Frame(RealtimeJson.event(verb, type, id, document, at.cursor()));
                withSeq = made;
            }
            return made;
        }

        private Frame asLeft() {
            var made = left;
            if (made == null) {
                made = new Frame(RealtimeJson.event(RealtimeJson.DELETED, type, id, document, null));
                left = made;
            }
            return made;
        }

        private Frame asLeftWithSeq(Event.Changed at) {
            var made = leftWithSeq;
            if (made == null) {
                made = new Frame(RealtimeJson.event(RealtimeJson.DELETED, type, id, document, at.cursor()));
                leftWithSeq = made;
            }
            return made;
        }
    }

    /** What an event is to one listener. */
    enum Chosen {
        NO,
        /** The document is no longer among those that he chose. */
        AS_LEFT,
        AS_IT_IS
    }
}
