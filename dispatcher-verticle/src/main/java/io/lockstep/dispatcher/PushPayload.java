package io.lockstep.dispatcher;

import io.lockstep.contract.Require;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.NoticeKind;
import io.lockstep.dispatcher.Ingested.CountsAsked;
import io.lockstep.dispatcher.Ingested.Happened;
import io.lockstep.dispatcher.Ingested.LogLevelRestored;
import io.lockstep.dispatcher.Ingested.LogLevelSet;
import io.lockstep.dispatcher.Ingested.PreAuthIssued;
import io.lockstep.dispatcher.Ingested.SocketsReset;
import io.lockstep.dispatcher.Ingested.StorageChanged;
import io.lockstep.dispatcher.Ingested.TestCookie;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of the channels on which a Nextcloud publishes, beside {@code notify_custom}: all keys named here are required,
 * others ignored. Users may be integers, as {@link EventPayload} says. Pure.
 */
final class PushPayload {
    private static final long MAX_U32 = 0xffff_ffffL;
    private static final BigInteger MAX_U64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private PushPayload() {}

    /** {@code {"storage":1,"path":"files/a","file_id":5}}. */
    static StorageChanged storageUpdate(String payload) {
        var json = EventPayload.object(payload);
        return new StorageChanged(
                u32(json.getValue("storage"), "'storage'"),
                EventPayload.text(json, "path"),
                u64(json.getValue("file_id"), "'file_id'"));
    }

    /** {@code {"user":"alice","group":"staff"}}: the user's files may be others now. */
    static Happened membership(String payload) {
        var json = EventPayload.object(payload);
        Require.present(EventPayload.text(json, "group"), "group");
        return notified(json, NoticeKind.FILE);
    }

    /** {@code {"user":"alice"}}. */
    static Happened notified(String payload, NoticeKind kind) {
        return notified(EventPayload.object(payload), kind);
    }

    private static Happened notified(JsonObject json, NoticeKind kind) {
        return Happened.one(new Event.Notified(EventPayload.user(json), kind, null));
    }

    /** {@code {"user":"alice","token":"..."}}. */
    static PreAuthIssued preAuth(String payload) {
        var json = EventPayload.object(payload);
        return new PreAuthIssued(EventPayload.user(json), EventPayload.text(json, "token"));
    }

    /** A number alone. */
    static TestCookie testCookie(String payload) {
        return new TestCookie(u32(EventPayload.decoded(payload), "the payload"));
    }

    /** {@code {"log_spec":"notify_push=debug"}} or {@code "log_restore"}. */
    static Ingested config(String payload) {
        var decoded = EventPayload.decoded(payload);
        if ("log_restore".equals(decoded)) {
            return new LogLevelRestored();
        }
        if (decoded instanceof JsonObject json && json.getValue("log_spec") instanceof String spec) {
            return new LogLevelSet(spec);
        }
        throw Require.badRequest("the payload must have 'log_spec', or be \"log_restore\"");
    }

    static CountsAsked query(String payload) {
        requireWord(payload, "metrics");
        return new CountsAsked();
    }

    static SocketsReset signal(String payload) {
        requireWord(payload, "reset");
        return new SocketsReset();
    }

    private static void requireWord(String payload, String word) {
        if (!word.equals(EventPayload.decoded(payload))) {
            throw Require.badRequest("the payload must be \"" + word + "\"");
        }
    }

    private static long u32(@Nullable Object value, String name) {
        if (value instanceof Integer || value instanceof Long) {
            var number = ((Number) value).longValue();
            if (number >= 0 && number <= MAX_U32) {
                return number;
            }
        }
        throw Require.badRequest(name + " must be an integer from 0 to " + MAX_U32);
    }

    private static long u64(@Nullable Object value, String name) {
        if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            var number = new BigInteger(value.toString());
            if (number.signum() >= 0 && number.compareTo(MAX_U64) <= 0) {
                return number.longValue();
            }
        }
        throw Require.badRequest(name + " must be an integer from 0 to " + MAX_U64);
    }
}
