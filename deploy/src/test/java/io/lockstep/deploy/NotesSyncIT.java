package io.lockstep.deploy;

import static io.lockstep.deploy.NotesCalls.METADATA;
import static io.lockstep.deploy.NotesCalls.header;
import static io.lockstep.deploy.NotesCalls.lastModified;
import static io.lockstep.deploy.NotesCalls.notes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Writers change a user's notes, and which of them he sees, at random, over both wires, while clients synchronise as the real ones do; in the end every
 * client has what the server has. {@code -Dlockstep.seed=…} replays what the writers do, though not when.
 */
class NotesSyncIT {
    private static final int WRITERS = 3;
    private static final int WRITES = 60;
    private static final int MAX_NOTES = 12;

    private final long seed = Long.getLong("lockstep.seed", System.nanoTime());

    @Test
    void clients_end_with_what_the_server_has() throws Exception {
        // Given
        var user = NotesCalls.newUser();
        user.create("First", "text");
        var clients = List.of(new Client(user, 0), new Client(user, 2), new Client(user, 5));
        var writers = IntStream.range(0, WRITERS)
                .mapToObj(n -> run(() -> write(user, new Random(seed + n))))
                .toList();

        // When
        var syncs = clients.stream()
                .map(client -> run(() -> {
                    while (!writers.stream().allMatch(CompletableFuture::isDone)) {
                        client.sync();
                    }
                }))
                .toList();
        writers.forEach(CompletableFuture::join);
        user.create("Last", "text");
        syncs.forEach(CompletableFuture::join);
        for (var client : clients) {
            client.sync();
        }

        // Then
        var expected = byId(notes(user.list("")));
        assertThat(expected).isNotEmpty();
        for (var client : clients) {
            assertThat(client.replica)
                    .as("chunks of %d, seed %d", client.chunkSize, seed)
                    .isEqualTo(expected);
        }
    }

    private static void write(NotesCalls user, Random random) throws Exception {
        for (int step = 0; step < WRITES; step++) {
            var ids = List.copyOf(byId(notes(user.list("?exclude=content"))).keySet());
            var choice = random.nextInt(11);
            if (ids.isEmpty() || (choice % 9 == 0 && ids.size() < MAX_NOTES)) {
                user.create("N" + random.nextInt(3), "text" + step);
                continue;
            }
            var id = ids.get(random.nextInt(ids.size()));
            switch (choice) {
                case 1 -> user.send("DELETE", "v1/notes/" + id, "");
                case 2 -> user.send("PUT", "v1/notes/" + id, "{\"title\":\"T" + random.nextInt(4) + "\"}");
                case 3 -> user.send("PUT", "v1/notes/" + id, "{\"favorite\":" + random.nextBoolean() + "}");
                case 4 -> nativeWrite(user, id, random);
                case 10 -> user.openFolder(random.nextBoolean() ? "Notes" : "Private");
                default ->
                    user.send(
                            "PUT",
                            "v1/notes/" + id,
                            "{\"content\":\"" + random.nextInt(5) + "\",\"modified\":" + (1 + random.nextInt(2)) + "}");
            }
        }
    }

    private static void nativeWrite(NotesCalls user, long id, Random random) throws Exception {
        var fields = new JsonObject().put("content", "native" + random.nextInt(3));
        METADATA.write(WriteDocument.of(Actor.SYSTEM, user.space(), String.valueOf(id), WriteMode.UPSERT, fields))
                .await(10, SECONDS);
    }

    private static Map<Long, JsonObject> byId(List<JsonObject> notes) {
        return notes.stream()
                .collect(Collectors.toMap(note -> note.getLong("id"), Function.identity(), (a, b) -> b, TreeMap::new));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> run(Work work) {
        return CompletableFuture.runAsync(() -> {
            try {
                work.run();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** Keeps a replica by the protocol's rules, whole lists or chunks. */
    private static final class Client {
        private final NotesCalls user;
        private final int chunkSize;
        private final Map<Long, JsonObject> replica = new TreeMap<>();
        private String etag = "";
        private long lastModified;

        Client(NotesCalls user, int chunkSize) {
            this.user = user;
            this.chunkSize = chunkSize;
        }

        void sync() throws Exception {
            if (chunkSize == 0) {
                whole();
            } else {
                chunks();
            }
        }

        private void whole() throws Exception {
            var query = "?pruneBefore=" + lastModified;
            var list = etag.isEmpty() ? user.list(query) : user.list(query, "If-None-Match", etag);
            if (list.statusCode() == 200) {
                upsert(list);
                removeAllBut(list);
                etag = header(list, "ETag");
                lastModified = lastModified(list);
            }
        }

        private void chunks() throws Exception {
            var query = "?pruneBefore=" + lastModified + "&chunkSize=" + chunkSize;
            var list = user.list(query);
            upsert(list);
            while (!header(list, "X-Notes-Chunk-Cursor").isEmpty()) {
                list = user.list(query + "&chunkCursor=" + header(list, "X-Notes-Chunk-Cursor"));
                upsert(list);
            }
            removeAllBut(list);
            lastModified = lastModified(list);
        }

        private void upsert(HttpResponse<String> list) {
            notes(list).stream().filter(note -> note.size() > 1).forEach(note -> replica.put(note.getLong("id"), note));
        }

        private void removeAllBut(HttpResponse<String> list) {
            replica.keySet().retainAll(byId(notes(list)).keySet());
        }
    }
}
