package io.lockstep.gateway.wire.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Cursor;
import io.lockstep.gateway.wire.Etags;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {
    private static final String HEAD = new Cursor(1_700_000_000, 42).encode();

    private static ListQuery query(Object... namesAndValues) {
        var values = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return ListQuery.of(new NotesParameters(values));
    }

    @Test
    void parameters_are_cast_as_the_original_casts_them() {
        assertThat(query("pruneBefore", "9223372036854775807").pruneBefore())
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
        assertThat(query("pruneBefore", "nonsense").pruneBefore()).isEqualTo(Instant.EPOCH);
        assertThat(query("chunkSize", "-1").chunkSize()).isZero();
        assertThat(query("chunkSize", 2, "chunkCursor", "nonsense").chunk()).isEmpty();
        assertThat(query("exclude", "id, content").exclude()).containsExactlyInAnyOrder("id", "content");
    }

    @Test
    void an_etag_is_32_digits_and_tells_which_head_was_seen() {
        var etag = query().etag(HEAD);

        assertThat(etag).matches("[0-9a-f]{32}");
        assertThat(query().seen(Etags.of(Etags.quoted(etag)))).contains(HEAD);
        assertThat(query().seen(Etags.of("W/\"" + etag + "-gzip\", \"other\""))).contains(HEAD);
        assertThat(query().seen(Etags.of("*"))).isEmpty();
    }

    @Test
    void an_etag_is_of_no_use_with_other_parameters() {
        var etag = Etags.of(Etags.quoted(query("exclude", "content,title").etag(HEAD)));

        assertThat(query("exclude", "title,content").seen(etag)).contains(HEAD);
        assertThat(List.of(
                        query("exclude", "content"),
                        query("exclude", "content,title", "category", ""),
                        query("exclude", "content,title", "pruneBefore", 1),
                        query("exclude", "content,title", "chunkSize", 1)))
                .allSatisfy(other -> assertThat(other.seen(etag)).isEmpty());
    }

    @Test
    void a_chunk_cursor_returns_as_it_was_sent() {
        var cursor = new ChunkCursor(
                Instant.ofEpochSecond(1_700_000_000), 7, Instant.ofEpochMilli(1_699_999_999_123L), "77");

        assertThat(cursor.encode()).matches("[0-9]+-[0-9]+-[0-9]+");
        assertThat(ChunkCursor.parse(cursor.encode())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "\"abc-gzip\"", "abc", "*"})
    void an_etag_is_found_however_it_is_spelt(String header) {
        assertThat(Etags.of(header).contain("abc")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ab\"", "", "\"abcd\"", "\"\""})
    void another_etag_is_another(String header) {
        assertThat(Etags.of(header).contain("abc")).isFalse();
    }
}
