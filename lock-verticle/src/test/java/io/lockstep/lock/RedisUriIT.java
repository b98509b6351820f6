package io.lockstep.lock;

import static io.lockstep.lock.LockStoreContract.await;
import static io.lockstep.lock.LockStoreContract.claim;
import static io.lockstep.lock.LockStoreContract.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Redis URI says is done: user, password, database and TLS, with the server's certificate checked. */
final class RedisUriIT {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String STORE_PASSWORD = "changeit";

    private final TestRedis redis = TestRedis.startOwn();
    private final AtomicInteger bytesSaid = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();

    private final Path directory;

    RedisUriIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void close() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
        vertx.close().await();
        redis.stop();
    }

    @Test
    void user_password_database_and_tls_are_taken_from_the_uri() throws Exception {
        // Given
        redis.ask(Command.ACL, "SETUSER", "locks", "on", ">pass:word", "~*", "+@all");
        var port = listenWithTls();
        System.setProperty(TRUST_STORE, trustStore().toString());
        System.setProperty(TRUST_STORE + "Password", STORE_PASSWORD);

        // When
        try (var store = StoreOnLoop.open(
                config("rediss://locks:pass%3Aword@127.0.0.1:" + port + "/3", Duration.ofSeconds(20)),
                Optional.empty())) {
            granted(await(store.acquire(claim("alice", "456", "doc_title"))));
        }

        // Then
        assertThat(bytesSaid).hasPositiveValue();
        assertThat(redis.ask(Command.INFO, "keyspace")).contains("db3:keys=").doesNotContain("db0");
    }

    @Test
    void a_server_whose_certificate_nobody_vouches_for_is_not_spoken_to() throws Exception {
        // Given
        var port = listenWithTls();

        // When
        var config = config("rediss://127.0.0.1:" + port, Duration.ofSeconds(3));

        // Then
        assertThatThrownBy(() -> StoreOnLoop.open(config, Optional.empty()))
                .hasMessageContaining("Redis does not answer");
        assertThat(bytesSaid).hasValue(0);
    }

    private static LockConfig config(String uri, Duration startTimeout) {
        return LockConfig.ofUri(uri).withCommandTimeout(Duration.ofSeconds(10)).withStartTimeout(startTimeout);
    }

    /** TLS in front of the Redis, whose own build has none. */
    private int listenWithTls() throws Exception {
        keytool("-genkeypair", "-alias", "redis", "-keyalg", "EC", "-dname", "CN=redis", "-ext", "san=ip:127.0.0.1");
        var key = new PfxOptions().setPath(keyStore().toString()).setPassword(STORE_PASSWORD);
        var server = vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(key));
        server.connectHandler(client -> {
            client.pause();
            vertx.createNetClient()
                    .connect(redis.port(), "127.0.0.1")
                    .onSuccess(upstream -> join(client, upstream))
                    .onFailure(failure -> client.close());
        });
        return await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private void join(NetSocket client, NetSocket upstream) {
        client.handler(bytes -> {
            bytesSaid.addAndGet(bytes.length());
            upstream.write(bytes);
        });
        upstream.handler(client::write);
        client.closeHandler(closed -> upstream.close());
        client.resume();
    }

    private Path keyStore() {
        return directory.resolve("redis.p12");
    }

    private Path trustStore() throws Exception {
        var certificate = directory.resolve("redis.cer").toString();
        keytool("-exportcert", "-alias", "redis", "-file", certificate);
        Files.delete(keyStore());
        keytool("-importcert", "-alias", "redis", "-file", certificate, "-noprompt");
        return keyStore();
    }

    private void keytool(String... arguments) throws Exception {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = new ArrayList<>(List.of(tool));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-keystore", keyStore().toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        var exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(exit).as("keytool %s", List.of(arguments)).isZero();
    }
}
