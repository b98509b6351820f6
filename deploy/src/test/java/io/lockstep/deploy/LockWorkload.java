package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** People who lock, write and release the same few cells over REST, all at once; everything that they are answered is kept. */
public final class LockWorkload implements AutoCloseable {
    private static final long END_SECONDS = 20;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private final ExecutorService threads;

    private LockWorkload(int clients) {
        threads = Executors.newFixedThreadPool(clients);
    }

    /** One client for each user, whose password is the name. */
    static LockWorkload start(int port, String space, List<String> users, long seed)
            throws IOException, InterruptedException {
        return start(List.of("127.0.0.1:" + port), space, users, seed);
    }

    /**
     * The same over several servers.
     *
     * @param servers {@code host:port}, among which everybody chooses anew each time
     */
    public static LockWorkload start(List<String> servers, String space, List<String> users, long seed)
            throws IOException, InterruptedException {
        var workload = new LockWorkload(users.size());
        for (var user : users) {
            for (var server : servers) {
                // A password is checked slowly on purpose and then remembered: that is no part of the work.
                new Rest(server, user).send("GET", "/api/v1/me", new JsonObject());
            }
        }
        for (var index = 0; index < users.size(); index++) {
            var user = users.get(index);
            var rests = servers.stream().map(server -> new Rest(server, user)).toList();
            workload.start(new LockClient(rests, space, seed + index, workload.over, workload.answers::add));
        }
        return workload;
    }

    private void start(LockClient client) {
        clients.add(CompletableFuture.runAsync(
                () -> {
                    try {
                        client.run();
                    } catch (Exception failure) {
                        over.countDown();
                        throw new IllegalStateException("a client got no answer", failure);
                    }
                },
                threads));
    }

    /** Lets it go on for a while; fails when a client got no answer at all. */
    void goOn(Duration duration) throws Exception {
        if (over.await(duration.toMillis(), MILLISECONDS)) {
            awaitEnd();
            throw new AssertionError("the workload has ended");
        }
    }

    /** Ends it, and returns all answers, each client's in their order. */
    public List<Answer> end() throws Exception {
        over.countDown();
        awaitEnd();
        return List.copyOf(answers);
    }

    private void awaitEnd() throws Exception {
        CompletableFuture.allOf(clients.toArray(new CompletableFuture<?>[0])).get(END_SECONDS, SECONDS);
    }

    @Override
    public void close() {
        over.countDown();
        threads.shutdownNow();
    }
}
