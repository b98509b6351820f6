package io.lockstep.lock;

import static java.util.stream.Collectors.groupingBy;

import io.lockstep.contract.lock.AcquireLock;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The locks in Redis: one script and one round trip per method; keys and scripts are in the package's doc.
 *
 * <p>Redis answers one connection in the order in which it ran the commands, and nothing here waits for a second answer
 * before it completes the Future of a change: that gives the order which {@link LockStore} promises.
 */
final class RedisLockStore implements LockStore {
    private static final Script ACQUIRE = Script.load("acquire");
    private static final Script RELEASE = Script.load("release");
    private static final Script LIST = Script.load("list");
    private static final Script EXPIRE = Script.load("expire");

    /** The sorted set that says where to look for due locks. */
    static final String HINTS = "lock:deadlines";

    private static final int MAX_HINTS = 10_000;
    // Bounds how long one script keeps Redis from everybody else, to some milliseconds.
    private static final int MAX_ENDED = 1_000;

    private final RedisLink link;
    private final Optional<LongSupplier> clockMillis;

    RedisLockStore(RedisLink link) {
        this(link, Optional.empty());
    }

    /** With a clock in the place of Redis's, for tests that make time pass. */
    RedisLockStore(RedisLink link, Optional<LongSupplier> clockMillis) {
        this.link = link;
        this.clockMillis = clockMillis;
    }

    @Override
    public Future<Answer<Acquisition>> acquire(AcquireLock request) {
        var about = new JsonObject()
                .put("document", request.document())
                .put("field", request.field())
                .put("owner", request.actor().user())
                .put("displayName", request.displayName());
        // Before the script: a node that dies in between leaves a hint without a lock, never a lock without a hint.
        var hinted = hint(request.space(), nowMillis() + request.ttlMillis());
        var acquired = run(
                ACQUIRE,
                request.space(),
                SpaceKeys.encode(request.document()),
                SpaceKeys.encode(request.field()),
                request.actor().user(),
                String.valueOf(request.ttlMillis()),
                about.encode());
        return hinted.compose(added -> acquired)
                .map(reply -> new Answer<>(ended(request.space(), reply.get(3)), acquisition(request.space(), reply)));
    }

    @Override
    public Future<Answer<Release>> release(ReleaseLock request) {
        return run(
                        RELEASE,
                        request.space(),
                        SpaceKeys.encode(request.document()),
                        SpaceKeys.encode(request.field()),
                        request.actor().user())
                .map(reply -> new Answer<>(ended(request.space(), reply.get(3)), release(request.space(), reply)));
    }

    @Override
    public Future<LockSnapshot> list(ListLocks request) {
        var names = SpaceKeys.of(request.space());
        var keys = new ArrayList<>(List.of(names.counters(), names.deadlines()));
        var documents = request.documents();
        if (documents != null) {
            documents.stream().distinct().forEach(document -> keys.add(names.documents() + SpaceKeys.encode(document)));
        }
        return link.run(
                        LIST,
                        keys,
                        List.of(clockArgument(), names.locks(), names.documents(), documents == null ? "1" : "0"))
                .map(reply -> new LockSnapshot(
                        request.space(),
                        stream(reply.get(1))
                                .map(json -> lock(request.space(), json))
                                .sorted(Comparator.comparingLong(Lock::fence))
                                .toList(),
                        reply.get(0).toLong()));
    }

    @Override
    public Future<Void> expire(Consumer<List<Ended>> announce) {
        return dueHints()
                .compose(hints -> Future.join(
                                hints.stream().collect(groupingBy(RedisLockStore::spaceOf)).entrySet().stream()
                                        .map(due -> expire(due.getKey(), announce)
                                                .compose(looked -> forget(due.getValue())))
                                        .toList())
                        .mapEmpty());
    }

    private Future<Void> expire(String space, Consumer<List<Ended>> announce) {
        return run(EXPIRE, space, String.valueOf(MAX_ENDED)).compose(reply -> {
            var ended = ended(space, reply.get(1));
            announce.accept(ended);
            if (ended.size() == MAX_ENDED) {
                return expire(space, announce);
            }
            var nextDeadline = reply.get(0).toLong();
            return nextDeadline == 0 ? Future.succeededFuture() : hint(space, nextDeadline);
        });
    }

    private Future<Void> hint(String space, long deadlineMillis) {
        return link.send(
                        Request.cmd(Command.ZADD).arg(HINTS).arg(deadlineMillis).arg(deadlineMillis + ":" + space))
                .mapEmpty();
    }

    private Future<List<String>> dueHints() {
        return link.send(Request.cmd(Command.ZRANGE)
                        .arg(HINTS)
                        .arg("-inf")
                        .arg(nowMillis())
                        .arg("BYSCORE")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(MAX_HINTS))
                .map(reply -> stream(reply).map(Response::toString).toList());
    }

    private Future<Void> forget(List<String> hints) {
        var request = Request.cmd(Command.ZREM).arg(HINTS);
        hints.forEach(request::arg);
        return link.send(request).mapEmpty();
    }

    private static String spaceOf(String hint) {
        return hint.substring(hint.indexOf(':') + 1);
    }

    private Future<Response> run(Script script, String space, String... arguments) {
        var keys = SpaceKeys.of(space);
        var all = new ArrayList<>(List.of(clockArgument(), keys.locks(), keys.documents()));
        all.addAll(List.of(arguments));
        return link.run(script, List.of(keys.counters(), keys.deadlines()), all);
    }

    private String clockArgument() {
        return clockMillis.map(clock -> String.valueOf(clock.getAsLong())).orElse("");
    }

    /** Good enough for hints, which may be early or late by a little: whoever looks too early leaves an exact one. */
    private long nowMillis() {
        return clockMillis.map(LongSupplier::getAsLong).orElseGet(link::redisTimeMillis);
    }

    private static Acquisition acquisition(String space, Response reply) {
        var lock = lock(space, reply.get(2));
        var word = reply.get(0).toString();
        return word.equals("refused")
                ? new Refused(lock)
                : new Granted(lock, word.equals("acquired"), reply.get(1).toLong());
    }

    private static Release release(String space, Response reply) {
        return switch (reply.get(0).toString()) {
            case "released" ->
                new Freed(new Ended(lock(space, reply.get(2)), reply.get(1).toLong()));
            case "refused" -> new Refused(lock(space, reply.get(2)));
            default -> new Absent();
        };
    }

    private static List<Ended> ended(String space, Response replies) {
        return stream(replies)
                .map(pair -> new Ended(lock(space, pair.get(1)), pair.get(0).toLong()))
                .toList();
    }

    private static Lock lock(String space, Response reply) {
        var json = new JsonObject(reply.toString());
        return new Lock(
                space,
                json.getString("document"),
                json.getString("field"),
                json.getString("owner"),
                json.getString("displayName"),
                json.getLong("fence"),
                Instant.ofEpochMilli(json.getLong("expiresAt")));
    }

    private static Stream<Response> stream(Response replies) {
        return StreamSupport.stream(replies.spliterator(), false);
    }
}
