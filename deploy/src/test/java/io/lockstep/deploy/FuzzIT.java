package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.deploy.NotifyPushWireIT.Client;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nonsense to every path and socket of the whole stack, from people with rights, without, and from nobody: no fault of the
 * server, no silence, no secret told, and everybody is served afterwards. {@code -Dfuzz.seed=} repeats a run,
 * {@code -Dfuzz.seconds=} says how long it lasts.
 */
class FuzzIT {
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("fuzz.seconds", 20));
    private static final int PORT = Stack.shared().httpPort();
    private static final String SECRET = "sEcReT-of-the-private-space";
    private static final String PRIVATE = "470000001";

    /** Deliberate ones: a store is away, or the quota is used up. */
    private static final Set<Integer> ALLOWED = Set.of(503, 507);

    private static final List<String> INSIDERS = List.of("alice", "bob");
    private static final List<String> OUTSIDERS = List.of("carol", "mallory", "nobody", "");

    @BeforeAll
    static void secrets() throws TimeoutException {
        var metadata = new Metadata(new Bus(Stack.shared().vertx()));
        metadata.putAccount(new PutAccount(Actor.SYSTEM, "mallory", "mallory", null, List.of(), null, null))
                .await(10, SECONDS);
        for (var wire :
                List.of("metavox:" + PRIVATE, "notes:keeper", "openregister:secret:secret", "cozy:secret.files")) {
            metadata.putSpace(new PutSpace(
                            Actor.SYSTEM, wire, "Title " + SECRET, null, Map.of("user:keeper", Role.MANAGER)))
                    .await(10, SECONDS);
            metadata.write(WriteDocument.of(
                            Actor.SYSTEM,
                            wire,
                            "456",
                            WriteMode.UPSERT,
                            new JsonObject()
                                    .put("title", SECRET)
                                    .put("content", SECRET)
                                    .put("doc_title", SECRET)))
                    .await(10, SECONDS);
        }
    }

    @Test
    void no_request_makes_the_server_fail_hang_or_tell_a_secret() throws Exception {
        // Given
        System.out.println("fuzz.seed=" + SEED);
        var requests = new FuzzRequests(new Random(SEED), FuzzRoutes.ALL);
        var faults = new ArrayList<String>();
        int sent = 0;
        // When
        for (var end = System.nanoTime() + LENGTH.toNanos(); System.nanoTime() < end && faults.size() < 20; sent++) {
            var request = requests.next(sent % 2 == 0 ? INSIDERS : OUTSIDERS);
            var reply = RawHttp.send(PORT, request.bytes().getBytes(), request.isEndless(), request.isCut());
            if (reply.isHung()) {
                faults.add("no answer: " + request.text());
            } else if (reply.status() >= 500 && !ALLOWED.contains(reply.status())) {
                faults.add(reply.status() + ": " + request.text());
            } else if (reply.text().contains(SECRET)) {
                faults.add("a secret was told: " + request.text());
            }
        }
        // Then
        assertThat(faults).as("fuzz.seed=%d, %d requests", SEED, sent).isEmpty();
        assertThat(sent).isGreaterThan(100);
        assertServes();
    }

    @Test
    void no_frame_makes_a_socket_server_fail_or_hang() throws Exception {
        // Given
        System.out.println("fuzz.seed=" + SEED);
        var frames = new FuzzFrames(new Random(SEED));
        var end = System.nanoTime() + LENGTH.dividedBy(2).toNanos();
        int opened = 0;
        // When
        while (System.nanoTime() < end) {
            for (var path : FuzzRoutes.SOCKETS) {
                assertThat(frames.run(PORT, path))
                        .as("fuzz.seed=%d %s", SEED, path)
                        .doesNotContain(SECRET);
                opened++;
            }
        }
        // Then
        assertThat(opened).isGreaterThan(10);
        assertServes();
    }

    private static void assertServes() throws IOException, InterruptedException {
        var management = Stack.shared().managementPort();
        for (var path : List.of("/health/live", "/health/ready")) {
            assertThat(new Rest(management, "alice")
                            .send("GET", path, new JsonObject())
                            .statusCode())
                    .isBetween(200, 299);
        }
        var folder = NotifyPushWireIT.folder(Map.of("alice", "editor", "bob", "viewer"));
        try (var bob = Client.of("bob");
                var bridge = Socket.bridge(PORT, "bob")) {
            bridge.register("space/metavox:" + folder);
            var metadata = new JsonObject().put("metadata", new JsonObject().put("a", "after"));
            new Rest(PORT, "alice")
                    .send("POST", "/apps/metavox/api/groupfolders/" + folder + "/files/1/metadata", metadata);
            bob.until(text -> text.contains("\"after\""));
            bridge.until(text -> text.contains("\"after\""));
        }
    }
}
