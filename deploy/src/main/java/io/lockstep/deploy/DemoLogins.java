package io.lockstep.deploy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.Metadata;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** The accounts of the demo data, whose password is their name: good to try things out, a hole on a network. */
final class DemoLogins {
    private static final List<String> USERS = List.of("alice", "bob", "carol", "admin");

    private DemoLogins() {}

    /** Which of them can sign in with their name as password. */
    static Future<List<String>> find(Metadata metadata) {
        var attempts = USERS.stream().map(user -> accepts(metadata, user)).toList();
        return Future.join(attempts)
                .map(asked -> Stream.iterate(0, index -> index + 1)
                        .limit(USERS.size())
                        .filter(index -> attempts.get(index).result())
                        .map(USERS::get)
                        .toList());
    }

    /** A refusal is an answer; that nobody answers is not, and lets nobody believe that all is well. */
    private static Future<Boolean> accepts(Metadata metadata, String user) {
        return metadata.authenticate(new Authenticate(user, user)).transform(answer -> {
            if (answer.succeeded()) {
                return Future.succeededFuture(true);
            }
            return answer.cause() instanceof ServiceException failure && failure.code() == FailureCode.UNAUTHENTICATED
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(answer.cause());
        });
    }
}
