package io.lockstep.deploy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Bus;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.deploy.seed.SeedFile;
import io.lockstep.deploy.seed.SeedLoader;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a start with demo data leaves in the stores. */
final class SeedIT {
    private static final String SPACE = "metavox:103";

    private final Metadata metadata = new Metadata(new Bus(Stack.shared().vertx()));

    @Test
    void a_second_load_leaves_everything_as_it_is() throws TimeoutException {
        // Given
        var loader = new SeedLoader(metadata);
        var changed = metadata.write(WriteDocument.of(
                        Actor.SYSTEM, SPACE, "118", WriteMode.MERGE, new JsonObject().put("notes", "changed")))
                .await(10, SECONDS);

        // When
        loader.load(SeedFile.read(Path.of("demo.json"))).await(30, SECONDS);

        // Then
        var document =
                metadata.read(new ReadDocument(Actor.SYSTEM, SPACE, "118")).await(10, SECONDS);
        assertThat(document.etag()).isEqualTo(changed.etag());
    }

    @Test
    void a_document_of_the_seed_may_be_read_only() throws TimeoutException {
        var document =
                metadata.read(new ReadDocument(Actor.SYSTEM, SPACE, "618")).await(10, SECONDS);

        assertThat(document.readonly()).isTrue();
    }

    @Test
    void the_demo_logins_are_found() {
        assertThat(Stack.shared().demoLogins()).containsExactly("alice", "bob", "carol", "admin");
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''"
    })
    void the_embedded_postgres_is_durable_and_local(String setting, String value) throws SQLException {
        var uri = Stack.shared().postgresUri().orElseThrow().replaceFirst("postgresql://[^@]*@", "jdbc:postgresql://");
        try (var connection = DriverManager.getConnection(uri, "postgres", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + setting)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo(value);
        }
    }
}
