package io.lockstep.gateway.wire.bridge;

import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.fanout.Hub;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Session;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The operation by which a client listens to many topics with one message, e.g. all that it had before it lost its connection.
 *
 * <p>{@code {"topics":[{"topic":"space/a","cursor":"…","selector":{…}}]}}; the answer has an entry for each, in the same order,
 * with {@code failureCode} and {@code message} where it was refused. The others are listened to all the same.
 */
final class Subscribing {
    static final String ADDRESS = "lockstep.subscribe";
    private static final int MAX_TOPICS = 1_000;

    private final Hub hub;

    Subscribing(Hub hub) {
        this.hub = hub;
    }

    /** Ends when it listens to all of them; fails with BAD_REQUEST, listening to none, when the message is not as it should be. */
    Future<JsonObject> listen(Session session, JsonObject message) {
        var topics = read(message);
        var listening = new ArrayList<Future<JsonObject>>(topics.size());
        for (int i = 0; i < topics.size(); i++) {
            listening.add(listen(session, topics.getJsonObject(i), "topics[" + i + "]"));
        }
        return Future.all(listening).map(all -> new JsonObject().put("topics", new JsonArray(all.list())));
    }

    private static JsonArray read(JsonObject message) {
        if (!(message.getValue("topics") instanceof JsonArray topics)) {
            throw Require.badRequest("'topics' must be an array");
        }
        Require.within(topics.size(), 1, MAX_TOPICS, "the number of topics");
        for (int i = 0; i < topics.size(); i++) {
            if (!(topics.getValue(i) instanceof JsonObject one) || !(one.getValue("topic") instanceof String)) {
                throw Require.badRequest("'topics[" + i + "]' must be an object with 'topic'");
            }
        }
        return topics;
    }

    private Future<JsonObject> listen(Session session, JsonObject wanted, String name) {
        var topic = wanted.getString("topic");
        var answer = new JsonObject().put("topic", topic);
        return Future.succeededFuture()
                .compose(nothing -> hub.listen(
                        session,
                        topic,
                        of(wanted, "cursor", String.class, name),
                        of(wanted, "selector", JsonObject.class, name)))
                .map(answer)
                .otherwise(failure -> refused(answer, Requests.failure(failure)));
    }

    private static JsonObject refused(JsonObject answer, ServiceException failure) {
        return answer.put("failureCode", failure.code().number()).put("message", failure.message());
    }

    private static <T> @Nullable T of(JsonObject wanted, String key, Class<T> type, String name) {
        var value = wanted.getValue(key);
        if (value != null && !type.isInstance(value)) {
            throw Require.badRequest(
                    "'" + name + "." + key + "' must be " + (type == String.class ? "a text" : "an object"));
        }
        return type.cast(value);
    }
}
