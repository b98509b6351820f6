package io.lockstep.lock;

import io.lockstep.contract.Actor;
import io.lockstep.contract.lock.Attendee;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On whose presence something depends, for those who see sessions: one sorted set for all spaces, members
 * {@code <space> <newline> <attendee>} scored by the ms at which that was last known. The truth is in each space; an entry
 * too many costs one look.
 */
final class RedisAttendees {
    private static final String KEY = "lock:attendees";
    private static final String SEPARATOR = "\n";
    private static final int MAX = 10_000;

    private final RedisLink link;

    RedisAttendees(RedisLink link) {
        this.link = link;
    }

    /** Who waits is one session, or, of an actor without one, the user. */
    static Attendee waiting(String space, Actor actor) {
        return new Attendee(space, actor.user(), actor.session().isEmpty() ? null : actor.session());
    }

    /** The name under which the scripts know who waits. */
    static String member(Actor actor) {
        return actor.session().isEmpty() ? actor.user() : actor.user() + SEPARATOR + actor.session();
    }

    /** The name under which the scripts know the attendee. */
    static String member(Attendee attendee) {
        return attendee.session() == null ? attendee.user() : attendee.user() + SEPARATOR + attendee.session();
    }

    Future<Void> expect(List<Attendee> attendees, long nowMillis) {
        var request = Request.cmd(Command.ZADD).arg(KEY);
        attendees.forEach(attendee -> request.arg(nowMillis).arg(attendee.space() + SEPARATOR + member(attendee)));
        return link.send(request).mapEmpty();
    }

    /** Forgets those of whom nothing was known for longer than a lock can last. */
    Future<List<Attendee>> expected(long nowMillis, long maxAgeMillis) {
        var forgotten = link.send(
                Request.cmd(Command.ZREMRANGEBYSCORE).arg(KEY).arg("-inf").arg(nowMillis - maxAgeMillis));
        var all = link.send(Request.cmd(Command.ZRANGE).arg(KEY).arg(0).arg(MAX - 1));
        return forgotten
                .compose(removed -> all)
                .map(reply -> LockJson.stream(reply)
                        .map(entry -> attendee(entry.toString()))
                        .toList());
    }

    /** Keeps those on whom something depends, and forgets the others; answers how many they are. */
    Future<Long> attended(List<Attendee> attendees, Response known, long nowMillis) {
        var there = attendees.stream()
                .filter(attendee -> isKnown(known, attendees.indexOf(attendee)))
                .toList();
        var gone =
                attendees.stream().filter(attendee -> !there.contains(attendee)).toList();
        var kept = there.isEmpty() ? Future.<Void>succeededFuture() : expect(there, nowMillis);
        return kept.compose(done -> gone.isEmpty() ? Future.succeededFuture() : forget(gone))
                .map((long) there.size());
    }

    private static boolean isKnown(Response known, int index) {
        return known.get(index).toLong() == 1;
    }

    private Future<Void> forget(List<Attendee> attendees) {
        var request = Request.cmd(Command.ZREM).arg(KEY);
        attendees.forEach(attendee -> request.arg(attendee.space() + SEPARATOR + member(attendee)));
        return link.send(request).mapEmpty();
    }

    private static Attendee attendee(String entry) {
        var parts = entry.split(SEPARATOR, 3);
        return new Attendee(parts[0], parts[1], session(parts));
    }

    private static @Nullable String session(String[] parts) {
        return parts.length < 3 ? null : parts[2];
    }
}
