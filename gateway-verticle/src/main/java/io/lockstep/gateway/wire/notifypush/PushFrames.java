package io.lockstep.gateway.wire.notifypush;

import static java.util.stream.Collectors.joining;

import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.session.Encoder;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.session.Signal;
import io.lockstep.gateway.wire.Edge;
import io.lockstep.gateway.wire.PushWords;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's texts of the push protocol after login: {@code <message>} or {@code <message> <json>}. Pure.
 *
 * <p>A custom event is its message and body, also one for a space or a document. What else happens in a space is said by
 * the {@link PushWords} of its wire, if that has any. Equal for equal words, so that the event loops share frames.
 */
record PushFrames(List<PushWords> words) implements Encoder {
    static final Frame AUTHENTICATED = new Frame("authenticated");

    /** What a client listens to who wants to know which files have changed. */
    static final String FILE_ID = "notify_file_id";

    private static final Frame FILE = new Frame("notify_file");
    private static final Frame ACTIVITY = new Frame("notify_activity");
    private static final Frame NOTIFICATION = new Frame("notify_notification");

    /** All that a client who missed something can do: look at everything. */
    private static final List<Frame> MISSED = List.of(
            new NoticeFrame(new Notice.Files(Optional.empty())),
            new NoticeFrame(new Notice.Activity()),
            new NoticeFrame(new Notice.Notification()));

    PushFrames {
        words = List.copyOf(words);
    }

    @Override
    public List<Frame> encode(String topic, Signal signal) {
        if (signal instanceof Signal.Happened happened) {
            return happened(topic, signal, happened.event());
        }
        if (signal instanceof Signal.Merged merged) {
            return spoken(topic, signal, merged.change().space());
        }
        if (signal instanceof Signal.Snapshot snapshot) {
            return spoken(topic, signal, snapshot.space());
        }
        if (signal instanceof Signal.Resync resync) {
            return spoken(topic, signal, resync.space());
        }
        if (signal instanceof Signal.Revoked revoked) {
            return spoken(topic, signal, revoked.space());
        }
        if (signal instanceof Signal.Presence presence) {
            return spoken(topic, signal, presence.space());
        }
        return signal instanceof Signal.Missed ? MISSED : List.of();
    }

    @Override
    public boolean readsDocuments() {
        return words.stream().anyMatch(PushWords::readsDocuments);
    }

    /** The wires all of whose spaces a client hears of without asking. */
    List<String> implicitWires() {
        return words.stream().filter(PushWords::isImplicit).map(PushWords::wire).toList();
    }

    /** What {@code listen <name>} means to all wires; fails when one cannot tell now. */
    Future<List<String>> topics(Edge edge, Identity identity, String name) {
        return Future.join(words.stream()
                        .map(known -> known.topics(edge, identity, name))
                        .toList())
                .map(all ->
                        all.<List<String>>list().stream().flatMap(List::stream).toList());
    }

    private List<Frame> happened(String topic, Signal signal, Event event) {
        if (event instanceof Event.Custom custom) {
            return frame(custom.message(), custom.body());
        }
        if (event instanceof Event.Notified notified) {
            return List.of(new NoticeFrame(notice(notified)));
        }
        if (event instanceof Event.CustomInSpace custom) {
            return frame(custom.message(), custom.body());
        }
        if (event instanceof Event.Changed changed) {
            return spoken(topic, signal, changed.space());
        }
        if (event instanceof Event.Locked locked) {
            return spoken(topic, signal, locked.space());
        }
        if (event instanceof Event.Unlocked unlocked) {
            return spoken(topic, signal, unlocked.space());
        }
        return List.of();
    }

    private List<Frame> spoken(String topic, Signal signal, String space) {
        var wire = SpaceId.wire(space);
        for (var known : words) {
            if (known.wire().equals(wire)) {
                return known.encode(topic, signal);
            }
        }
        return List.of();
    }

    private static Notice notice(Event.Notified notified) {
        return switch (notified.kind()) {
            case FILE ->
                new Notice.Files(Optional.ofNullable(notified.fileIds()).map(LinkedHashSet::new));
            case ACTIVITY -> new Notice.Activity();
            case NOTIFICATION -> new Notice.Notification();
        };
    }

    /**
     * How a notice is said.
     *
     * @param withIds whether the client has asked for the ids of files
     */
    static Frame notice(Notice notice, boolean withIds) {
        if (notice instanceof Notice.Files files) {
            return withIds && files.ids().isPresent() ? fileIds(files.ids().get()) : FILE;
        }
        return notice instanceof Notice.Activity ? ACTIVITY : NOTIFICATION;
    }

    private static Frame fileIds(Set<Long> ids) {
        return new Frame(ids.stream().map(Long::toUnsignedString).collect(joining(",", FILE_ID + " [", "]")));
    }

    private static List<Frame> frame(String message, @Nullable Object body) {
        return List.of(body == null ? new Frame(message) : PushWords.frame(message, body));
    }
}
