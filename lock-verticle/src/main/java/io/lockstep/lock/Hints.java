package io.lockstep.lock;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/**
 * Where to look for due locks, and when: one sorted set for all spaces, members {@code <ms>:<space>} scored by their ms. A
 * hint for nothing costs one look. The scripts leave hints themselves, but in a Redis cluster, where the sorted set is in
 * another slot than the space.
 */
final class Hints {
    static final String KEY = "lock:deadlines";

    private static final int MAX_DUE = 10_000;

    private final RedisLink link;
    private final boolean isCluster;

    Hints(RedisLink link, boolean isCluster) {
        this.link = link;
        this.isCluster = isCluster;
    }

    /** The key for scripts; empty when they cannot reach it. */
    String keyForScripts() {
        return isCluster ? "" : KEY;
    }

    /** Leaves a hint unless the script has. */
    Future<Void> leave(String space, long atMillis) {
        if (!isCluster) {
            return Future.succeededFuture();
        }
        return link.send(Request.cmd(Command.ZADD).arg(KEY).arg(atMillis).arg(atMillis + ":" + space))
                .mapEmpty();
    }

    Future<List<String>> due(long nowMillis) {
        return link.send(Request.cmd(Command.ZRANGE)
                        .arg(KEY)
                        .arg("-inf")
                        .arg(nowMillis)
                        .arg("BYSCORE")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(MAX_DUE))
                .map(reply -> LockJson.stream(reply).map(Response::toString).toList());
    }

    /** Takes away what was looked at, but not what was left since: who looked too early may have been sent to the same ms. */
    Future<Void> forget(List<String> looked, long nextLookMillis) {
        var over = looked.stream()
                .filter(hint -> !hint.equals(nextLookMillis + ":" + spaceOf(hint)))
                .toList();
        if (over.isEmpty()) {
            return Future.succeededFuture();
        }
        var request = Request.cmd(Command.ZREM).arg(KEY);
        over.forEach(request::arg);
        return link.send(request).mapEmpty();
    }

    /** The spaces that have locks, and some that have none any more. */
    Future<List<String>> spaces() {
        return link.send(Request.cmd(Command.ZRANGE).arg(KEY).arg(0).arg(MAX_DUE))
                .map(reply -> LockJson.stream(reply)
                        .map(hint -> spaceOf(hint.toString()))
                        .distinct()
                        .toList());
    }

    static String spaceOf(String hint) {
        return hint.substring(hint.indexOf(':') + 1);
    }
}
