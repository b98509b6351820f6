package io.lockstep.deploy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.Metadata;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** The accounts of the demo data, whose password is their name: good to try things out, a hole on a network. */
final class DemoLogins {
    private static final List<String> USERS = List.of("alice", "bob", "carol", "admin");

    /** A machine that is busy starting may answer late. */
    private static final int ATTEMPTS = 4;

    private DemoLogins() {}

    /** Which of them can sign in with their name as password. Asked one after the other: each answer takes a processor's time. */
    static Future<List<String>> find(Metadata metadata) {
        Future<List<String>> found = Future.succeededFuture(new ArrayList<>());
        for (var user : USERS) {
            found = found.compose(users -> accepts(metadata, user, ATTEMPTS).map(isAccepted -> {
                if (isAccepted) {
                    users.add(user);
                }
                return users;
            }));
        }
        return found.map(List::copyOf);
    }

    /** A refusal is an answer; that nobody answers is not, and lets nobody believe that all is well. */
    private static Future<Boolean> accepts(Metadata metadata, String user, int attempts) {
        return metadata.authenticate(new Authenticate(user, user)).transform(answer -> {
            if (answer.succeeded()) {
                return Future.succeededFuture(true);
            }
            if (isCode(answer.cause(), FailureCode.UNAUTHENTICATED)) {
                return Future.succeededFuture(false);
            }
            return attempts > 1 && isCode(answer.cause(), FailureCode.UNAVAILABLE)
                    ? accepts(metadata, user, attempts - 1)
                    : Future.failedFuture(answer.cause());
        });
    }

    private static boolean isCode(Throwable failure, FailureCode code) {
        return failure instanceof ServiceException known && known.code() == code;
    }
}
