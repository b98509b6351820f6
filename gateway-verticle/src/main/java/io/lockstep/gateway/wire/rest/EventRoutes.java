package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Require;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.event.Event;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations on events as they happen: to follow them, and to publish custom ones, for users, for the listeners of a
 * space, and for those of a document. Of those that are published all are checked before the first one goes out, and they go
 * out together, in their order.
 */
final class EventRoutes {
    private static final int MAX_EVENTS = 1_000;
    private static final int MAX_SPACES = 100;
    private static final int MAX_MESSAGE_LENGTH = 256;
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final Edge edge;

    EventRoutes(Edge edge) {
        this.edge = edge;
    }

    /**
     * A space needs role editor, a user other than oneself an admin. Who lost access to a space before hears nothing of it: the
     * events carry the version of the members that they were checked with.
     */
    Future<Answer> publish(Call call) {
        var events = read(call);
        return versions(call, events)
                .compose(versions -> edge.events()
                        .submit(events.stream()
                                .map(event -> checked(event, versions))
                                .toList()))
                .map(published -> Answer.accepted(new JsonObject().put("accepted", events.size())));
    }

    /** What happens in some topics, as it happens. */
    Future<Answer> follow(Call call) {
        var query = EventQuery.of(call);
        return query.isPoll() ? EventPoll.answer(edge, call, query) : EventStream.begin(edge, call, query);
    }

    // What is asked for

    private static List<Event> read(Call call) {
        if (!(call.body("events").getValue("events") instanceof JsonArray array)) {
            throw Require.badRequest("'events' must be an array of events");
        }
        Require.within(array.size(), 1, MAX_EVENTS, "the number of events");
        var events = new ArrayList<Event>(array.size());
        for (int i = 0; i < array.size(); i++) {
            var item = array.getValue(i);
            events.add(at(i, () -> event(call, item)));
        }
        return events;
    }

    private static Event event(Call call, Object item) {
        if (!(item instanceof JsonObject json)) {
            throw Require.badRequest("an event must be an object");
        }
        var user = RestJson.textIfAny(json, "user");
        var space = RestJson.textIfAny(json, "space");
        var document = RestJson.textIfAny(json, "document");
        if ((user == null) == (space == null) || (user != null && document != null)) {
            throw Require.badRequest("an event is for a 'user', or for a 'space' and, if you like, a 'document' of it");
        }
        var message = message(json);
        var body = body(json);
        if (user == null) {
            return new Event.CustomInSpace(
                    SpaceId.check(space),
                    document,
                    message,
                    body,
                    call.identity().user(),
                    null);
        }
        requireOneself(call, user);
        return new Event.Custom(user, message, body);
    }

    private static String message(JsonObject json) {
        var message = RestJson.text(json, "message");
        if (message.isEmpty()
                || message.length() > MAX_MESSAGE_LENGTH
                || message.chars().anyMatch(Character::isISOControl)) {
            throw Require.badRequest(
                    "'message' must have 1 to " + MAX_MESSAGE_LENGTH + " characters, none of them a control character");
        }
        return message;
    }

    private static @Nullable Object body(JsonObject json) {
        var body = json.getValue("body");
        if (body != null && Json.encodeToBuffer(body).length() > MAX_BODY_BYTES) {
            throw Require.badRequest("'body' must have at most " + MAX_BODY_BYTES + " bytes as JSON");
        }
        return body;
    }

    private static void requireOneself(Call call, String user) {
        if (!user.equals(call.identity().user()) && !call.actor().isAdmin()) {
            throw new ServiceException(FailureCode.FORBIDDEN, "'user' must be yourself: only admins send to others");
        }
    }

    // Whether it is allowed

    /** The version of the members of each space. */
    private Future<Map<String, Long>> versions(Call call, List<Event> events) {
        var firsts = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Event.CustomInSpace inSpace) {
                firsts.putIfAbsent(inSpace.space(), i);
            }
        }
        Require.within(firsts.size(), 0, MAX_SPACES, "the number of spaces");
        var versions = new LinkedHashMap<String, Long>();
        return Future.join(firsts.entrySet().stream()
                        .map(first -> edge.access()
                                .requireNow(call.identity(), first.getKey(), Role.EDITOR)
                                .recover(failure -> Future.failedFuture(named(first.getValue(), failure)))
                                .onSuccess(version -> versions.put(first.getKey(), version)))
                        .toList())
                .map(versions);
    }

    private static Event checked(Event event, Map<String, Long> versions) {
        return event instanceof Event.CustomInSpace one
                ? new Event.CustomInSpace(
                        one.space(), one.document(), one.message(), one.body(), one.by(), versions.get(one.space()))
                : event;
    }

    // Which of them is meant

    private static <T> T at(int index, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ServiceException failure) {
            throw named("events[" + index + "]", failure);
        }
    }

    private static Throwable named(int index, Throwable failure) {
        return failure instanceof ServiceException known ? named("events[" + index + "].space", known) : failure;
    }

    /** {@code 'user' must be} becomes {@code 'events[3].user' must be}. */
    private static ServiceException named(String event, ServiceException failure) {
        var text = failure.message();
        var named = text.startsWith("'") ? "'" + event + "." + text.substring(1) : event + ": " + text;
        return new ServiceException(failure.code(), named, failure.details());
    }
}
