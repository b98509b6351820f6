package io.lockstep.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What migration 4 makes of a database that people have used already. */
final class QuotaMigrationIT {
    private static final String DOCUMENT =
            "{\"a\": \"b, c: \\\" d\", \"list\": [1, 2.5, null], \"o\": {\"x y\": true}, \"ü\": \"€\"}";

    @Test
    void spaces_learn_their_bytes_and_notes_their_owner() throws SQLException {
        // Given
        var uri = TestPostgres.emptyDatabase();
        migrate(uri, "3");
        insertSpace(uri, "notes:alice");
        insertSpace(uri, "notes:m%C3%BCller%20%26");
        insertSpace(uri, "notes:%FF");
        insertSpace(uri, "metavox:103");
        TestPostgres.executeIn(
                uri,
                "insert into account (name, password_hash, display_name, groups) values ('müller &', '', '', '{}')");
        insertDocument(uri, "notes:alice", "1", DOCUMENT, false);
        insertDocument(uri, "notes:alice", "2", "{}", false);
        insertDocument(uri, "notes:alice", "3", "{}", true);

        // When
        migrate(uri, "4");

        // Then
        var expected = Fields.of(new JsonObject(DOCUMENT)).bytes() + 2;
        assertThat(spaces(uri))
                .containsExactly(
                        "metavox:103 null 0",
                        "notes:%FF null 0",
                        "notes:alice alice " + expected,
                        "notes:m%C3%BCller%20%26 müller & 0");
    }

    private static void migrate(String uri, String version) throws SQLException {
        var flyway = Flyway.configure()
                .dataSource("jdbc:" + uri.replaceFirst("postgres:postgres@", ""), "postgres", "postgres")
                .locations("classpath:io/lockstep/metadata/migration")
                .target(version)
                .load();
        assertThat(flyway.migrate().success).isTrue();
    }

    private static void insertSpace(String uri, String space) {
        TestPostgres.executeIn(
                uri,
                "insert into space (id, title, fields, epoch, access_version, last_update) values ('" + space
                        + "', '', '[]', 1, 1, now())");
    }

    private static void insertDocument(String uri, String space, String id, String fields, boolean deleted) {
        TestPostgres.executeIn(
                uri,
                "insert into document (space, id, revision, etag, fields, fence, readonly, last_update, updated_by,"
                        + " last_seq, deleted) values ('" + space + "', '" + id + "', 1, '', '" + fields
                        + "', '{}', false, now(), '', 1, " + deleted + ")");
    }

    private static List<String> spaces(String uri) throws SQLException {
        try (var connection = TestPostgres.connect(uri);
                var rows =
                        connection.createStatement().executeQuery("select id, owner, bytes from space order by id")) {
            var spaces = new ArrayList<String>();
            while (rows.next()) {
                spaces.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3));
            }
            return spaces;
        }
    }
}
