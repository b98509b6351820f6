package io.lockstep.lock;

import static java.util.stream.Collectors.groupingBy;

import io.lockstep.contract.lock.Attendee;
import io.lockstep.contract.lock.BreakLock;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.ListLocks;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockSnapshot;
import io.lockstep.contract.lock.ReleaseLock;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks in Redis: one script and one round trip per method; keys and scripts are in the package's doc.
 *
 * <p>Redis answers one connection in the order in which it ran the commands, and nothing here waits for a second answer
 * before it completes the Future of a change: that gives the order which {@link LockStore} promises.
 */
final class RedisLockStore implements LockStore {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLockStore.class);

    private static final Script ACQUIRE = Script.load("acquire");
    private static final Script RELEASE = Script.load("release");
    private static final Script BREAK = Script.load("break");
    private static final Script LIST = Script.load("list");
    private static final Script EXPIRE = Script.load("expire");
    private static final Script ATTEND = Script.load("attend");

    // Bounds how long one script keeps Redis from everybody else, to some milliseconds.
    private static final int MAX_ENDED = 1_000;

    private final RedisLink link;
    private final Limits limits;
    private final Optional<LongSupplier> clockMillis;
    private final Hints hints;
    private final RedisAttendees attendees;
    private long highestFence;
    private long highestLockSeq;

    /** What the scripts have to keep to; in a cluster they reach only the slot of the space. */
    record Limits(
            Duration grantTtl,
            Duration disconnectGrace,
            Duration maxTtl,
            int maxWaiting,
            int auditLength,
            boolean isCluster) {
        static Limits of(LockConfig config) {
            return new Limits(
                    config.grantTtl(),
                    config.disconnectGrace(),
                    config.maxTtl(),
                    config.maxWaiting(),
                    config.auditLength(),
                    config.redisType() == RedisClientType.CLUSTER);
        }
    }

    RedisLockStore(RedisLink link, Limits limits) {
        this(link, limits, Optional.empty());
    }

    /** With a clock in the place of Redis's, for tests that make time pass. */
    RedisLockStore(RedisLink link, Limits limits, Optional<LongSupplier> clockMillis) {
        this.link = link;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.hints = new Hints(link, limits.isCluster());
        this.attendees = new RedisAttendees(link);
    }

    @Override
    public Future<Answer<Acquisition>> acquire(Claim claim) {
        var arguments = new ArrayList<>(List.of(
                claim.owner().user(),
                LockJson.orEmpty(claim.owner().session()),
                String.valueOf(claim.ttlMillis()),
                claim.hasSession() ? "1" : "0",
                RedisAttendees.member(claim.actor()),
                claim.queues() ? String.valueOf(limits.maxWaiting()) : "0",
                claim.announcesRenewal() ? "1" : "0"));
        for (var cell : claim.cells()) {
            arguments.addAll(List.of(
                    SpaceKeys.encode(cell.document()),
                    SpaceKeys.encode(cell.field()),
                    LockJson.about(claim, cell).encode()));
        }
        // Before the script: a node that dies in between leaves a hint without a lock, never a lock without a hint.
        var hinted = hints.leave(claim.space(), nowMillis() + firstLookMillis(claim));
        var expected = expect(claim);
        var acquired = run(ACQUIRE, claim.space(), arguments);
        return hinted.compose(left -> expected)
                .compose(added -> acquired)
                .map(reply -> answer(claim.space(), reply, 3, LockJson.acquisition(claim.space(), reply)));
    }

    /** The first moment at which something about the locks may be due. */
    private long firstLookMillis(Claim claim) {
        var lookMillis = claim.hasSession() ? claim.ttlMillis() - claim.ttlMillis() / 3 : claim.ttlMillis();
        return claim.releasesOnDisconnect()
                ? Math.min(lookMillis, limits.disconnectGrace().toMillis())
                : lookMillis;
    }

    private Future<Void> expect(Claim claim) {
        var expected = new ArrayList<Attendee>();
        if (claim.releasesOnDisconnect()) {
            expected.add(new Attendee(
                    claim.space(), claim.owner().user(), claim.owner().session()));
        }
        if (claim.queues()) {
            expected.add(RedisAttendees.waiting(claim.space(), claim.actor()));
        }
        return expected.isEmpty() ? Future.succeededFuture() : attendees.expect(expected, nowMillis());
    }

    @Override
    public Future<Answer<Release>> release(ReleaseLock request) {
        var actor = request.actor();
        return run(
                        RELEASE,
                        request.space(),
                        List.of(
                                SpaceKeys.encode(request.document()),
                                SpaceKeys.encode(request.field()),
                                actor.user(),
                                actor.session(),
                                RedisAttendees.member(actor)))
                .map(reply -> answer(request.space(), reply, 3, LockJson.release(request.space(), reply)));
    }

    @Override
    public Future<Answer<Optional<Lock>>> breakLock(BreakLock request) {
        return run(
                        BREAK,
                        request.space(),
                        List.of(
                                SpaceKeys.encode(request.document()),
                                SpaceKeys.encode(request.field()),
                                request.actor().user(),
                                request.reason()))
                .map(reply -> answer(request.space(), reply, 1, LockJson.lockIfAny(request.space(), reply.get(0))));
    }

    /** With the news of the script; who was given a lock by it needs a hint for that lock's end. */
    private <T> Answer<T> answer(String space, Response reply, int newsIndex, T outcome) {
        var news = seen(LockJson.news(space, reply.get(newsIndex)));
        if (news.stream().anyMatch(Given.class::isInstance)) {
            hints.leave(space, nowMillis() + limits.grantTtl().toMillis() * 2 / 3)
                    .onFailure(lost -> LOG.atDebug()
                            .addKeyValue("space", space)
                            .setCause(lost)
                            .log("a hint was not left: the lock before it has one"));
        }
        if (outcome instanceof Granted granted) {
            granted.locks().forEach(taken -> seen(taken.lock().fence(), taken.lockSeq()));
        }
        return new Answer<>(news, outcome);
    }

    @Override
    public Future<LockSnapshot> list(ListLocks request) {
        var names = SpaceKeys.of(request.space());
        var keys = keys(names);
        var documents = request.documents();
        if (documents != null) {
            documents.stream().distinct().forEach(document -> keys.add(names.documents() + SpaceKeys.encode(document)));
        }
        return link.run(LIST, keys, arguments(request.space(), names, List.of(documents == null ? "1" : "0")))
                .map(reply -> new LockSnapshot(
                        request.space(),
                        LockJson.stream(reply.get(1))
                                .map(json -> LockJson.lock(request.space(), json))
                                .sorted(Comparator.comparingLong(Lock::fence))
                                .toList(),
                        reply.get(0).toLong(),
                        reply.get(2).toLong()))
                .onSuccess(snapshot -> seen(0, snapshot.lockSeq()));
    }

    @Override
    public Future<List<Long>> heads(List<String> spaces) {
        var looks = spaces.stream()
                .map(space -> link.send(Request.cmd(Command.HGET)
                                .arg(SpaceKeys.of(space).counters())
                                .arg("lockSeq"))
                        .map(RedisLockStore::numberOrZero))
                .toList();
        return Future.all(looks).map(all -> all.list());
    }

    @Override
    public Future<Void> expire(Consumer<Due> announce) {
        return hints.due(nowMillis())
                .compose(due -> Future.join(due.stream().collect(groupingBy(Hints::spaceOf)).entrySet().stream()
                                .map(space -> expire(space.getKey(), announce)
                                        .compose(nextLook -> hints.forget(space.getValue(), nextLook)))
                                .toList())
                        .mapEmpty());
    }

    /** Ends, when a hint for it has been left, with the ms at which to look again; 0 for never. */
    private Future<Long> expire(String space, Consumer<Due> announce) {
        return run(EXPIRE, space, List.of(String.valueOf(MAX_ENDED))).compose(reply -> {
            var overdue = LockJson.stream(reply.get(3))
                    .map(json -> LockJson.lock(space, json))
                    .toList();
            announce.accept(new Due(reply.get(2).toLong(), seen(LockJson.news(space, reply.get(4))), overdue));
            if (reply.get(1).toLong() == MAX_ENDED || overdue.size() == MAX_ENDED) {
                return expire(space, announce);
            }
            var nextLook = reply.get(0).toLong();
            return (nextLook == 0 ? Future.succeededFuture() : hints.leave(space, nextLook)).map(nextLook);
        });
    }

    @Override
    public Future<List<Attendee>> attendees() {
        return attendees.expected(
                nowMillis(), limits.maxTtl().plus(limits.disconnectGrace()).toMillis());
    }

    @Override
    public Future<Long> attend(List<Attendee> present) {
        var bySpace = present.stream().collect(groupingBy(Attendee::space));
        var spaces = bySpace.entrySet().stream()
                .map(space -> run(
                                ATTEND,
                                space.getKey(),
                                space.getValue().stream()
                                        .map(RedisAttendees::member)
                                        .toList())
                        .compose(known -> attendees.attended(space.getValue(), known, nowMillis())))
                .toList();
        return Future.all(spaces)
                .map(all -> all.<Long>list().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public Future<LockAudit> audit(ListLockAudit request) {
        var before = request.before();
        return link.send(Request.cmd(Command.XREVRANGE)
                        .arg(SpaceKeys.of(request.space()).audit())
                        .arg(before == null ? "+" : "(" + before)
                        .arg("-")
                        .arg("COUNT")
                        .arg(request.limit() + 1))
                .map(reply -> LockJson.audit(request, reply));
    }

    @Override
    public Future<Census> census() {
        return hints.spaces().compose(spaces -> {
            var held = spaces.stream()
                    .map(space -> link.send(Request.cmd(Command.ZCARD)
                                    .arg(SpaceKeys.of(space).deadlines()))
                            .map(Response::toLong))
                    .toList();
            var waiting = spaces.stream()
                    .map(space -> link.send(Request.cmd(Command.HGET)
                                    .arg(SpaceKeys.of(space).counters())
                                    .arg("waiting"))
                            .map(RedisLockStore::numberOrZero))
                    .toList();
            return Future.all(held)
                    .compose(counted -> Future.all(waiting))
                    .map(counted -> new Census(sum(held), sum(waiting)));
        });
    }

    private static long sum(List<Future<Long>> counted) {
        return counted.stream().mapToLong(Future::result).sum();
    }

    private static long numberOrZero(@Nullable Response reply) {
        return reply == null ? 0 : reply.toLong();
    }

    private Future<Response> run(Script script, String space, List<String> own) {
        var names = SpaceKeys.of(space);
        return link.run(script, keys(names), arguments(space, names, own));
    }

    private static List<String> keys(SpaceKeys names) {
        return new ArrayList<>(
                List.of(names.counters(), names.deadlines(), names.warnings(), names.attendees(), names.audit()));
    }

    private List<String> arguments(String space, SpaceKeys names, List<String> own) {
        var all = new ArrayList<>(List.of(
                clockMillis.map(clock -> String.valueOf(clock.getAsLong())).orElse(""),
                names.locks(),
                names.documents(),
                names.lines(),
                String.valueOf(highestFence + 1),
                String.valueOf(highestLockSeq + 1),
                String.valueOf(limits.disconnectGrace().toMillis()),
                String.valueOf(limits.grantTtl().toMillis()),
                String.valueOf(limits.auditLength()),
                hints.keyForScripts(),
                space));
        all.addAll(own);
        return all;
    }

    private List<News> seen(List<News> news) {
        for (var one : news) {
            if (one instanceof Ended ended) {
                seen(ended.lock().fence(), ended.lockSeq());
            } else if (one instanceof Given given) {
                seen(given.lock().fence(), given.lockSeq());
            }
        }
        return news;
    }

    /** A Redis that comes back empty, and with a clock that was set back, is told from where to go on. */
    private void seen(long fence, long lockSeq) {
        highestFence = Math.max(highestFence, fence);
        highestLockSeq = Math.max(highestLockSeq, lockSeq);
    }

    /** Good enough for hints, which may be early or late by a little: whoever looks too early leaves an exact one. */
    private long nowMillis() {
        return clockMillis.map(LongSupplier::getAsLong).orElseGet(link::redisTimeMillis);
    }
}
