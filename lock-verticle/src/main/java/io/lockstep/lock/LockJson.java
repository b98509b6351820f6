package io.lockstep.lock;

import io.lockstep.contract.lock.AcquireLocks.Cell;
import io.lockstep.contract.lock.ListLockAudit;
import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.lock.LockAudit;
import io.lockstep.contract.lock.LockAudit.Act;
import io.lockstep.lock.LockStore.Acquisition;
import io.lockstep.lock.LockStore.Ended;
import io.lockstep.lock.LockStore.Given;
import io.lockstep.lock.LockStore.GivenBack;
import io.lockstep.lock.LockStore.Granted;
import io.lockstep.lock.LockStore.How;
import io.lockstep.lock.LockStore.News;
import io.lockstep.lock.LockStore.Refused;
import io.lockstep.lock.LockStore.Release;
import io.lockstep.lock.LockStore.Taken;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** How the scripts spell locks and what became of them. Pure. */
final class LockJson {
    private LockJson() {}

    /** A lock as a script is given it; the script adds the rest. */
    static JsonObject about(Claim claim, Cell cell) {
        var json = new JsonObject()
                .put("document", cell.document())
                .put("field", cell.field())
                .put("owner", claim.owner().user())
                .put("displayName", claim.displayName());
        if (claim.owner().session() != null) {
            json.put("session", claim.owner().session());
        }
        if (claim.releasesOnDisconnect()) {
            json.put("releaseOnDisconnect", true);
        }
        if (claim.process() != null) {
            json.put("process", claim.process());
        }
        return json;
    }

    static Lock lock(String space, Response reply) {
        return lock(space, reply.toString());
    }

    private static Lock lock(String space, String text) {
        var json = new JsonObject(text);
        var created = json.getLong("created");
        return new Lock(
                space,
                json.getString("document"),
                json.getString("field"),
                json.getString("owner"),
                json.getString("displayName"),
                json.getLong("fence"),
                Instant.ofEpochMilli(json.getLong("expiresAt")),
                json.getString("session"),
                json.getBoolean("releaseOnDisconnect"),
                json.getString("process"),
                created == null ? null : Instant.ofEpochMilli(created),
                json.getLong("ttlMillis"));
    }

    static Optional<Lock> lockIfAny(String space, Response reply) {
        var text = reply.toString();
        return text.isEmpty() ? Optional.empty() : Optional.of(lock(space, text));
    }

    static Acquisition acquisition(String space, Response reply) {
        if (reply.get(0).toString().equals("refused")) {
            return new Refused(lock(space, reply.get(2)), reply.get(1).toLong());
        }
        return new Granted(
                stream(reply.get(1)).map(taken -> taken(space, taken)).toList(),
                reply.get(2).toLong());
    }

    private static Taken taken(String space, Response reply) {
        var how = How.valueOf(reply.get(0).toString().toUpperCase(Locale.ROOT));
        return new Taken(lock(space, reply.get(2)), how, reply.get(1).toLong());
    }

    static Release release(String space, Response reply) {
        var word = reply.get(0).toString();
        return word.equals("refused")
                ? new Refused(lock(space, reply.get(2)), 0)
                : new GivenBack(word.equals("released"), reply.get(1).toLong() == 1);
    }

    static List<News> news(String space, Response replies) {
        return stream(replies).map(reply -> oneNews(space, reply)).toList();
    }

    private static News oneNews(String space, Response reply) {
        var lock = lock(space, reply.get(2));
        var lockSeq = reply.get(1).toLong();
        var last = reply.get(3).toString();
        return reply.get(0).toString().equals("granted")
                ? new Given(lock, last, lockSeq)
                : new Ended(lock, Act.ofJson(last), lockSeq);
    }

    /** A page of one entry more than asked for says that there is a next one. */
    static LockAudit audit(ListLockAudit request, Response reply) {
        var entries = stream(reply).toList();
        var page = entries.stream().limit(request.limit()).toList();
        var next =
                entries.size() > page.size() ? page.get(page.size() - 1).get(0).toString() : null;
        return new LockAudit(
                page.stream().map(entry -> entry(request.space(), entry)).toList(), next);
    }

    private static LockAudit.Entry entry(String space, Response entry) {
        var id = entry.get(0).toString();
        var fields = entry.get(1);
        var lock = lock(space, field(fields, "lock"));
        return new LockAudit.Entry(
                Instant.ofEpochMilli(Long.parseLong(field(fields, "at"))),
                Act.ofJson(field(fields, "act")),
                lock.document(),
                lock.field(),
                lock.owner(),
                lock.displayName(),
                lock.fence(),
                Long.parseLong(id.substring(0, id.indexOf('-'))),
                nullIfEmpty(field(fields, "by")),
                nullIfEmpty(field(fields, "reason")));
    }

    /** Names and values take turns. */
    private static String field(Response fields, String name) {
        for (var index = 0; index + 1 < fields.size(); index += 2) {
            if (fields.get(index).toString().equals(name)) {
                return fields.get(index + 1).toString();
            }
        }
        throw new IllegalStateException("an entry of the audit has no " + name);
    }

    private static @Nullable String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static Stream<Response> stream(Response replies) {
        return StreamSupport.stream(replies.spliterator(), false);
    }
}
