package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.UNAVAILABLE;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service says and does when the network between it and PostgreSQL breaks at the worst moment. */
final class BrokenNetworkIT {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private volatile boolean isCutAtCommit;
    private volatile boolean isSilent;
    private PgMetadataStore store;
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        var postgres = URI.create(TestPostgres.migratedDatabase());
        NetServer proxy = vertx.createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(postgres.getPort(), postgres.getHost()).onSuccess(far -> join(near, far));
                })
                .listen(0, "127.0.0.1")
                .await(10, SECONDS);
        var uri = "postgresql://postgres:postgres@127.0.0.1:" + proxy.actualPort() + postgres.getPath();
        store = PgMetadataStore.open(vertx, impatient(uri));
        rig = new Rig(store, Turns.of(vertx)).withSpace();
    }

    @AfterEach
    void close() throws Exception {
        store.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_commit_whose_answer_is_lost_is_unknown_and_a_repeated_operation_finds_out() {
        // Given
        var write = rig.named("op-1", rig.request(EDITOR, "d", CREATE, json("a", 1)));
        isCutAtCommit = true;
        var refusal = rig.refusedWrite(write);
        isCutAtCommit = false;

        // When
        var repeated = rig.write(write);

        // Then
        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        assertThat(refusal.message()).contains("unknown");
        assertThat(repeated).extracting("seq", "changed").containsExactly(1L, true);
        assertThat(rig.changes(null, 10).changes()).hasSize(1);
    }

    @Test
    void a_silent_network_is_unavailable_and_heals() {
        // Given
        rig.write(EDITOR, "d", CREATE, json("a", 1));
        isSilent = true;
        var refusal = rig.refusedWrite(EDITOR, "e", CREATE, json("a", 1));
        isSilent = false;

        // When
        var written = rig.write(EDITOR, "f", CREATE, json("a", 1));

        // Then
        assertThat(refusal.code()).isEqualTo(UNAVAILABLE);
        assertThat(written.seq()).isEqualTo(2);
    }

    private void join(NetSocket near, NetSocket far) {
        near.handler(sent -> {
            if (isCutAtCommit && isCommit(sent)) {
                far.handler(answer -> near.close());
            }
            if (!isSilent) {
                far.write(sent).onFailure(closed -> near.close());
            }
        });
        far.handler(answer -> near.write(answer).onFailure(closed -> far.close()));
        near.closeHandler(closed -> far.close().onComplete(ended -> {}));
        far.closeHandler(closed -> near.close().onComplete(ended -> {}));
        near.resume();
    }

    private static boolean isCommit(Buffer sent) {
        return sent.toString(StandardCharsets.ISO_8859_1).contains("COMMIT");
    }

    private static MetadataConfig impatient(String uri) {
        var config = MetadataConfig.ofUri(uri);
        return new MetadataConfig(
                uri,
                config.poolSize(),
                config.poolMaxWaiting(),
                config.migrate(),
                config.maxBatch(),
                config.maxBatchBytes(),
                config.maxWaiting(),
                config.maxWaitingBytes(),
                config.maxWait(),
                Duration.ofSeconds(2),
                config.documentMaxBytes(),
                config.whenLocksAreAway(),
                config.feedRetention());
    }
}
