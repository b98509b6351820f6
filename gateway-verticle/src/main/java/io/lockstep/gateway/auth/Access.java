package io.lockstep.gateway.auth;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What users may do in spaces, asked of the metadata service and remembered for a moment.
 *
 * <p>A change of members makes the node forget at once; {@link #FRESH} bounds what a lost message can cost. While the
 * metadata service is away an answer is good for {@link #STALE}, so that locks go on without PostgreSQL; an unknown answer
 * is a refusal. Shared by all event loops of the node.
 */
public final class Access {
    static final Duration FRESH = Duration.ofSeconds(2);
    static final Duration STALE = Duration.ofMinutes(10);
    private static final int MAX_ENTRIES = 100_000;

    private final Metadata metadata;
    private final Clock clock;
    private final ConcurrentHashMap<Key, Grant> answers = new ConcurrentHashMap<>();

    private record Key(Identity identity, String space) {}

    /**
     * What the user may do now.
     *
     * @param role empty for nothing
     * @param version of the space's members by which it was decided
     */
    public record Grant(Optional<Role> role, long version, Instant at) {}

    public Access(Metadata metadata, Clock clock) {
        this.metadata = metadata;
        this.clock = clock;
    }

    /** Asks the metadata service, whatever is remembered. */
    public Future<Grant> ask(Identity identity, String space) {
        return metadata.access(new CheckAccess(identity.actor(), space)).map(access -> {
            var answer = new Grant(Optional.ofNullable(access.role()), access.accessVersion(), clock.instant());
            if (answers.size() >= MAX_ENTRIES) {
                answers.clear();
            }
            answers.put(new Key(identity, space), answer);
            return answer;
        });
    }

    /**
     * Fails with NOT_FOUND when the user has no role in the space (as for a space that does not exist), with FORBIDDEN when
     * his role allows less.
     */
    public Future<Void> require(Identity identity, String space, Role needed) {
        return remembered(identity, space).compose(answer -> check(answer, space, needed));
    }

    /**
     * As {@link #require}, but what is remembered counts only while the metadata service is away. Ends with the version of the
     * space's members.
     */
    public Future<Long> requireNow(Identity identity, String space, Role needed) {
        return ask(identity, space)
                .recover(failure -> isUnavailable(failure) ? remembered(identity, space) : Future.failedFuture(failure))
                .compose(answer -> check(answer, space, needed).map(answer.version()));
    }

    private static Future<Void> check(Grant answer, String space, Role needed) {
        if (answer.role().isEmpty()) {
            return Future.failedFuture(new ServiceException(
                    FailureCode.NOT_FOUND, "there is no space " + space + ", or you may not see it"));
        }
        var role = answer.role().get();
        return role.includes(needed)
                ? Future.succeededFuture()
                : Future.failedFuture(new ServiceException(
                        FailureCode.FORBIDDEN,
                        "this needs role " + needed.json() + " in " + space + ", yours is " + role.json()));
    }

    /** The members of the space changed: what is remembered of it is wrong. */
    public void forget(String space) {
        answers.keySet().removeIf(key -> key.space().equals(space));
    }

    private Future<Grant> remembered(Identity identity, String space) {
        var answer = answers.get(new Key(identity, space));
        var age = answer == null ? STALE : Duration.between(answer.at(), clock.instant());
        if (answer != null && age.compareTo(FRESH) < 0) {
            return Future.succeededFuture(answer);
        }
        return ask(identity, space)
                .recover(failure -> answer != null && age.compareTo(STALE) < 0 && isUnavailable(failure)
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(failure));
    }

    private static boolean isUnavailable(Throwable failure) {
        return failure instanceof ServiceException known && known.code() == FailureCode.UNAVAILABLE;
    }
}
