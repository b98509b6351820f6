package io.lockstep.deploy.seed;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.BatchResult;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.deploy.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Creates what a seed names and nobody has created yet; what is there stays as it is. */
public final class SeedLoader {
    private static final int BATCH = 200;

    /** A machine that is busy starting may answer late; what was done before stays, and is found done. */
    private static final int ATTEMPTS = 4;

    private final Metadata metadata;

    public SeedLoader(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Fails with a {@link StartFailure} that names what could not be created. */
    public Future<Void> load(Seed seed) {
        return load(seed, ATTEMPTS);
    }

    private Future<Void> load(Seed seed, int attempts) {
        return loadOnce(seed)
                .recover(failure -> attempts > 1 && isCode(failure.getCause(), FailureCode.UNAVAILABLE)
                        ? load(seed, attempts - 1)
                        : Future.failedFuture(failure));
    }

    private Future<Void> loadOnce(Seed seed) {
        // Passwords take their time: many at once would make each other too late.
        return inTurn(seed.users(), this::putUser).compose(accounts -> inTurn(seed.spaces(), this::putSpace));
    }

    private Future<Void> putUser(Seed.User user) {
        return metadata.putAccount(user.request())
                .<Void>mapEmpty()
                .recover(failure -> refused("user " + user.name(), failure));
    }

    private static <T> Future<Void> inTurn(List<T> all, Function<T, Future<Void>> put) {
        return all.stream()
                .reduce(
                        Future.succeededFuture(),
                        (before, next) -> before.compose(done -> put.apply(next)),
                        (one, other) -> other);
    }

    private Future<Void> putSpace(Seed.SeedSpace space) {
        return metadata.space(new GetSpace(Actor.SYSTEM, space.id()))
                .<Void>mapEmpty()
                .recover(failure -> isCode(failure, FailureCode.NOT_FOUND)
                        ? metadata.putSpace(space.request()).mapEmpty()
                        : Future.failedFuture(failure))
                .recover(failure -> refused("space " + space.id(), failure))
                .compose(there -> writeAll(space.writes(), 0));
    }

    private Future<Void> writeAll(List<WriteDocument> writes, int from) {
        if (from >= writes.size()) {
            return Future.succeededFuture();
        }
        var batch = writes.subList(from, Math.min(from + BATCH, writes.size()));
        return metadata.batch(new WriteBatch(batch))
                .recover(failure -> refused("documents of space " + batch.get(0).space(), failure))
                .compose(result -> check(batch, result))
                .compose(written -> writeAll(writes, from + BATCH));
    }

    private static Future<Void> check(List<WriteDocument> batch, BatchResult result) {
        return IntStream.range(0, batch.size())
                .filter(index -> isRefusal(result.results().get(index)))
                .mapToObj(index -> SeedLoader.<Void>refused(
                        "document " + batch.get(index).document(),
                        cause(result.results().get(index).failure())))
                .findFirst()
                .orElseGet(Future::succeededFuture);
    }

    private static ServiceException cause(@Nullable JsonObject failure) {
        var json = failure == null ? new JsonObject() : failure;
        return new ServiceException(
                FailureCode.valueOf(json.getString("code", FailureCode.INTERNAL.name())),
                json.getString("message", ""));
    }

    /** That it exists already is as it should be. */
    private static boolean isRefusal(BatchResult.Item item) {
        var failure = item.failure();
        return failure != null && !FailureCode.REVISION_CONFLICT.name().equals(failure.getString("code"));
    }

    private static boolean isCode(@Nullable Throwable failure, FailureCode code) {
        return failure instanceof ServiceException known && known.code() == code;
    }

    private static <T> Future<T> refused(String what, Throwable failure) {
        return Future.failedFuture(
                new StartFailure("The seed's " + what + " was refused: " + failure.getMessage(), failure));
    }
}
