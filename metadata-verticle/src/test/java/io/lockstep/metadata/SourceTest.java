package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.metadata.ReconcileDocuments.Item;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a document should have, by what is known of its source. */
final class SourceTest {
    private static final List<String> CONTENT = List.of("body", "summary");
    private static final DocumentKey KEY = new DocumentKey("test:1", "d");

    @Test
    void content_fields_are_kept_while_the_source_has_the_same_etag() {
        // Given
        var standing = document("s1", json("body", "text", "title", "A", "old", 1));

        // When
        var fields = source("s1", null).fieldsOf(standing, Fields.of(json("title", "B")));

        // Then
        assertThat(fields.toJson()).isEqualTo(json("body", "text", "title", "B"));
    }

    @Test
    void a_sent_content_replaces_all_content_fields_whatever_the_etag() {
        // Given
        var standing = document("s1", json("body", "text", "summary", "s"));

        // When
        var fields = source("s1", json("body", "new").putNull("summary")).fieldsOf(standing, Fields.NONE);

        // Then
        assertThat(fields.toJson()).isEqualTo(json("body", "new"));
    }

    @Test
    void a_content_that_nobody_knows_is_wanted() {
        // Given
        var standing = json("body", "text");

        // Then
        assertWanted(document("s2", standing), "etag");
        assertWanted(document("", standing), "etag");
        assertWanted(document(null, standing), "etag");
        assertWanted(StoredDocument.absent(KEY).withSourceEtag("s1"), null);
    }

    @Test
    void content_and_other_fields_are_kept_apart() {
        // Given
        var mixed = new Item("d", "s1", json("body", "text"), null);

        // Then
        assertThatThrownBy(() -> source("s1", null).othersOf(mixed)).hasMessageContaining("'body'");
        assertThatThrownBy(() -> source("s1", json("title", "A"))).hasMessageContaining("'title'");
    }

    private static void assertWanted(StoredDocument document, @Nullable String etag) {
        assertThatThrownBy(() -> source("s1", null).fieldsOf(document, Fields.NONE))
                .isInstanceOfSatisfying(
                        ContentWanted.class, wanted -> assertThat(wanted.etag()).isEqualTo(etag));
    }

    private static Source source(String etag, @Nullable JsonObject content) {
        return Source.of(CONTENT, new Item("d", etag, json(), content));
    }

    private static StoredDocument document(@Nullable String sourceEtag, JsonObject fields) {
        return new StoredDocument(
                KEY, 1, "etag", Fields.of(fields), Fences.NONE, false, Instant.EPOCH, "alice", 1, false, sourceEtag);
    }
}
