package io.lockstep.gateway.wire.openregister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.Cursor;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small pure parts of the wire. */
class OpenRegisterCodecTest {
    @Test
    void numbers_of_slugs_are_positive_and_never_change() {
        assertThat(ObjectPlace.number("decidesk")).isEqualTo(343_955_407);
        assertThat(ObjectPlace.number("meeting")).isEqualTo(265_888_822);
    }

    @Test
    void place_is_named_by_slug_or_number() {
        var place = ObjectPlace.of("my register", "a-b");

        assertThat(place.space()).isEqualTo("openregister:my%20register:a-b");
        assertThat(ObjectPlace.of(place.space())).contains(place);
        assertThat(place.isInRegister("my register")).isTrue();
        assertThat(place.isOfSchema(String.valueOf(ObjectPlace.number("a-b")))).isTrue();
        assertThat(place.isOfSchema("1")).isFalse();
        assertThat(place.collectionEvent()).isEqualTo("or-collection-my register-a-b");
        assertThat(ObjectPlace.of("openregister:one")).isEmpty();
        assertThat(ObjectPlace.of("metavox:a:b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.0.0,1", "1.0.41,42", "1.0.3-00ff00ff00ff00ff,4", "1.0.-1,0", "1.1.0,0", "1.0.01,0", "x,0", "'',0"})
    void version_names_a_revision(String version, long revision) {
        assertThat(ObjectVersion.revision(version).orElse(0)).isEqualTo(revision);
    }

    @Test
    void ends_are_rounded_up_to_whole_seconds() {
        var time = Instant.parse("2026-05-18T07:15:44.001Z");

        assertThat(Stamp.of(time)).isEqualTo("2026-05-18T07:15:44+00:00");
        assertThat(Stamp.ofEnd(time)).isEqualTo("2026-05-18T07:15:45+00:00");
        assertThat(Stamp.ofEnd(Instant.parse("2026-05-18T07:15:44Z"))).isEqualTo("2026-05-18T07:15:44+00:00");
    }

    static List<@Nullable Object> durations() {
        return Arrays.asList(null, "", 1800, "1800", 1800.9, 1e300, Double.POSITIVE_INFINITY);
    }

    @Test
    void duration_is_whole_seconds_or_refused() {
        assertThat(durations().stream().map(ObjectLocks::seconds))
                .containsExactly(1800L, 1800L, 1800L, 1800L, 1800L, 31_536_000L, 31_536_000L);
        for (var bad : List.<Object>of(
                0, -1, 0.5, "0", "-5", "1e3", "soon", true, Double.NaN, new JsonArray(), new JsonObject())) {
            assertThatExceptionOfType(ServiceException.class)
                    .as(bad.toString())
                    .isThrownBy(() -> ObjectLocks.seconds(bad));
        }
    }

    @Test
    void body_sets_properties_only() {
        var body = new JsonObject()
                .put("title", "a")
                .put("id", "x")
                .put("uuid", "x")
                .put("register", 1)
                .put("schema", 2)
                .put("_b", 1)
                .put("@self", new JsonObject().put("owner", "eve").put("version", "1.0.2"))
                .put("@type", "x");

        assertThat(ObjectFields.properties(body)).isEqualTo(new JsonObject().put("title", "a"));
        assertThat(ObjectFields.readRevision(body)).hasValue(3);
        assertThat(ObjectFields.readRevision(new JsonObject().put("@self", "1.0.2")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "uuid"})
    void client_may_choose_a_uuid(String key) {
        var id = "5F1C7A52-0d53-4c0e-9a51-3f8f0a6d1b01";

        assertThat(ObjectId.chosen(new JsonObject().put(key, id))).contains("5f1c7a52-0d53-4c0e-9a51-3f8f0a6d1b01");
        assertThat(ObjectId.chosen(new JsonObject().put("@self", new JsonObject().put("id", id))))
                .isPresent();
        assertThat(ObjectId.chosen(new JsonObject().put(key, "7"))).isEmpty();
        assertThat(ObjectId.chosen(new JsonObject().put(key, 7))).isEmpty();
    }

    @Test
    void values_of_a_form_get_the_types_of_the_schema() {
        var definitions = List.of("number", "checkbox", "multiselect", "text").stream()
                .map(type -> new FieldDefinition(type, null, type, null, null))
                .toList();
        var form = new JsonObject()
                .put("number", "7")
                .put("checkbox", "true")
                .put("multiselect", "a")
                .put("text", "7");

        assertThat(FormValues.typed(form, definitions).encode())
                .isEqualTo("{\"number\":7,\"checkbox\":true,\"multiselect\":[\"a\"],\"text\":\"7\"}");
        assertThat(FormValues.typed(new JsonObject().put("number", "x").put("checkbox", "x"), definitions)
                        .encode())
                .isEqualTo("{\"number\":\"x\",\"checkbox\":\"x\"}");
    }

    @Test
    void cursor_of_many_places_comes_back() {
        var cursor = new RealtimeCursor(Map.of(
                "openregister:decidesk:meeting", new Cursor(0, 7), "openregister:a%20b:c", new Cursor(1, 1_000)));

        assertThat(RealtimeCursor.parse(cursor.encode())).isEqualTo(cursor);
        assertThat(RealtimeCursor.parse("")).isEqualTo(RealtimeCursor.START);
        assertThat(RealtimeCursor.parse(RealtimeCursor.START.encode())).isEqualTo(RealtimeCursor.START);
        for (var bad : List.of("!", "YQ", "YSBi", "x".repeat(70_000))) {
            assertThatExceptionOfType(ServiceException.class).as(bad).isThrownBy(() -> RealtimeCursor.parse(bad));
        }
    }

    @Test
    void id_of_a_trail_row_comes_back() {
        for (var id : List.of(
                new TrailId(true, 42, "openregister:decidesk:meeting"),
                new TrailId(false, 1_772_600_767_890_124L, "openregister:a:b"))) {
            assertThat(TrailId.parse(id.encode())).contains(id);
        }
        assertThat(TrailId.parse("42")).isEmpty();
        assertThat(TrailId.parse("x.decidesk:meeting")).isEmpty();
    }
}
