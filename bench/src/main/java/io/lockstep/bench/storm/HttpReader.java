package io.lockstep.bench.storm;

import io.lockstep.bench.Http;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** As programs outside do it: bearer tokens of many users, kept-alive connections. */
final class HttpReader implements Reader {
    private static final int OK = 200;

    private final String subject;
    private final String path;
    private final List<Http> users;

    /** The clients take turns on the users. */
    HttpReader(String subject, String path, List<Http> users) {
        this.subject = subject;
        this.path = path;
        this.users = List.copyOf(users);
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Future<Void> read(int client, String etag) {
        return users.get(client % users.size())
                .get(path, Map.of())
                .compose(answer -> answer.expect(OK))
                .compose(answer -> answer.body().toString().contains(etag)
                        ? Future.succeededFuture()
                        : Future.failedFuture("the answer is older than the event"));
    }
}
