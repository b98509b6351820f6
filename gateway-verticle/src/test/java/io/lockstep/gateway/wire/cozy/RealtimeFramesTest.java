package io.lockstep.gateway.wire.cozy;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.Topic;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.gateway.session.Frame;
import io.lockstep.gateway.session.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests every text of the realtime socket against {@code golden/cozy/frames.txt}, whose lines are name and text. */
class RealtimeFramesTest {
    private static final String SPACE = "cozy:io.cozy.todos";
    private static final String TOPIC = Topic.space(SPACE);
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final RealtimeFrames FRAMES = new RealtimeFrames();

    private final Map<String, List<String>> encoded = new LinkedHashMap<>();

    @Test
    void every_text_is_the_originals() {
        happened("created", change(Verb.CREATED, 1, null, new Event.Changed.Current(1, "e", fields())));
        happened("updated", change(Verb.UPDATED, 2, before(), new Event.Changed.Current(2, "e", fields())));
        happened(
                "updated, and again since",
                change(Verb.UPDATED, 2, before(), new Event.Changed.Current(3, "e", fields())));
        happened("deleted", change(Verb.DELETED, 3, fields(), null));
        happened("deleted long ago", change(Verb.DELETED, 3, null, null));
        happened("updated, and deleted since", change(Verb.UPDATED, 2, before(), null));
        happened("notified", custom(RealtimeFrames.notified("io.cozy.todos", "a", notification())));
        happened(
                "made-up event of another doctype",
                new Event.CustomInSpace(
                        "cozy:io.cozy.files",
                        "a",
                        RealtimeFrames.MESSAGE,
                        RealtimeFrames.notified("io.cozy.files.thumbnails", "a", notification())
                                .put("event", "CREATED"),
                        null,
                        null));
        happened(
                "personal event",
                new Event.Custom(
                        "alice",
                        RealtimeFrames.MESSAGE,
                        RealtimeFrames.notified("io.cozy.auth.confirmations", "a", notification())
                                .put("event", "CREATED")));
        happened(
                "forged event",
                custom(RealtimeFrames.notified("io.cozy.todos", "a", notification())
                        .put("event", "CREATED")));
        happened(
                "event of a stored doctype elsewhere",
                custom(RealtimeFrames.notified("io.cozy.files", "a", notification())));
        happened(
                "custom event of somebody else",
                new Event.CustomInSpace(SPACE, "a", "hello", notification(), null, null));
        happened("lock", new Event.Locked(SPACE, "a", "label", "alice", "Alice", 7, AT, 3, false));
        happened(
                "space of another wire",
                new Event.Changed("metavox:103", 1, "a", 1, "e", Verb.DELETED, null, false, "alice", AT, "1.1.1", 1));

        encoded.put(
                "with a position",
                List.of(told().as(TopicFrame.Chosen.AS_IT_IS, true).text()));
        encoded.put("left", List.of(told().as(TopicFrame.Chosen.AS_LEFT, false).text()));
        encoded.put(
                "left with a position",
                List.of(told().as(TopicFrame.Chosen.AS_LEFT, true).text()));

        error(
                "no auth",
                Errors.methodNotAllowed(
                        Command.parse("{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"io.cozy.todos\"}}")));
        error("no JSON", Errors.methodNotAllowed(Command.parse("hello")));
        error("an array", Errors.methodNotAllowed(Command.parse("[1]")));
        error(
                "auth of another shape",
                Errors.methodNotAllowed(Command.parse("{\"method\":\"AUTH\",\"payload\":{\"token\":\"secret\"}}")));
        error("bad token", Errors.unauthorized(Command.parse("{\"method\":\"auth\",\"payload\":\"secret\"}")));
        error("no token", Errors.unauthorized(Command.parse("{\"method\":\"AUTH\",\"payload\":\"\"}")));
        error(
                "unknown method",
                Errors.methodNotAllowed(
                        Command.parse("{\"method\":\"Shout\",\"payload\":{\"type\":\"io.cozy.todos\",\"extra\":1}}")));
        error("no type", Errors.noType(listen("{\"method\":\"SUBSCRIBE\",\"payload\":{\"id\":\"a\"}}")));
        error("no type to unsubscribe", Errors.noType(listen("{\"method\":\"unsubscribe\"}")));
        var subscribe = listen("{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"io.cozy.todos\",\"id\":\"a\"}}");
        error("no permission", Errors.forbidden(subscribe));
        error(
                "no permission for a type",
                Errors.forbidden(
                        listen("{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"io.cozy.todos\",\"id\":\"\"}}")));
        error("no such doctype", Errors.failed(subscribe, new ServiceException(FailureCode.NOT_FOUND, "no")));
        error("store away", Errors.failed(subscribe, new ServiceException(FailureCode.UNAVAILABLE, "try again")));
        error(
                "position gone",
                Errors.gone(
                        listen(
                                "{\"method\":\"SUBSCRIBE\",\"payload\":{\"type\":\"t\",\"since\":\"1.1.1\",\"selector\":{\"a\":1}}}")));

        assertThat(encoded).isEqualTo(golden());
    }

    @Test
    void token_is_in_no_error_frame() {
        // A defect of the original: it repeats the token, and its client writes it to the console.
        var auth = Command.parse("{\"method\":\"AUTH\",\"payload\":\"secret\"}");
        assertThat(Errors.unauthorized(auth) + Errors.methodNotAllowed(auth) + Errors.tooMany(auth))
                .doesNotContain("secret");
    }

    @Test
    void signals_that_are_for_the_socket_itself_have_no_text() {
        for (var signal : List.<Signal>of(
                new Signal.Snapshot(SPACE, "1.1.1", new LockSnapshot(SPACE, List.of(), 1), List.of()),
                new Signal.Resync(SPACE, Signal.Resync.Reason.SLOW, "1.1.1"),
                new Signal.Revoked(SPACE))) {
            assertThat(FRAMES.encode(TOPIC, signal))
                    .singleElement()
                    .satisfies(frame -> assertThat(frame.text()).isEmpty());
        }
        assertThat(FRAMES.encode(TOPIC, new Signal.Presence(SPACE, List.of()))).isEmpty();
    }

    private static JsonObject fields() {
        return new JsonObject().put("done", true).put("label", "Order \"paper\"");
    }

    private static JsonObject before() {
        return new JsonObject().put("done", false);
    }

    private static JsonObject notification() {
        return new JsonObject().put("_id", "a").put("data", new JsonObject().put("x", 1));
    }

    private static Event.Changed change(
            Verb verb, long revision, @Nullable JsonObject before, Event.Changed.@Nullable Current current) {
        return new Event.Changed(
                        SPACE,
                        7,
                        "a",
                        revision,
                        "e",
                        verb,
                        verb == Verb.DELETED ? null : new JsonObject().put("done", true),
                        false,
                        "alice",
                        AT,
                        "1.1.7",
                        1)
                .with(before, current);
    }

    private static TopicFrame.Happened told() {
        var change = change(Verb.UPDATED, 2, before(), new Event.Changed.Current(2, "e", fields()));
        return (TopicFrame.Happened)
                FRAMES.encode(TOPIC, new Signal.Happened(change)).get(0);
    }

    private static Event custom(JsonObject body) {
        // As it is when it has crossed the bus.
        return new Event.CustomInSpace(SPACE, "a", RealtimeFrames.MESSAGE, body.getMap(), "alice", 1L);
    }

    private static Command.Listen listen(String text) {
        return (Command.Listen) Command.parse(text);
    }

    private void happened(String name, Event event) {
        encoded.put(
                name,
                new ArrayList<>(FRAMES.encode(TOPIC, new Signal.Happened(event)).stream()
                        .map(Frame::text)
                        .toList()));
        if (encoded.getOrDefault(name, List.of()).isEmpty()) {
            encoded.put(name, List.of("(nothing)"));
        }
    }

    private void error(String name, String text) {
        encoded.put(name, List.of(text));
    }

    private static Map<String, List<String>> golden() {
        try (var file = RealtimeFramesTest.class.getResourceAsStream("/golden/cozy/frames.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" \\| ", 2))
                    .collect(groupingBy(line -> line[0], LinkedHashMap::new, mapping(line -> line[1], toList())));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
