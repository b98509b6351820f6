package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.BAD_REQUEST;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.REPLACE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for writes to a space that defines its fields, whatever store is behind the service. */
interface DefinitionContract {
    FieldDefinition STATUS = new FieldDefinition("status", null, "select", List.of("draft", "final"), true);
    FieldDefinition PAGES = new FieldDefinition("pages", null, "number", null, false);

    Rig rig();

    @Test
    default void values_must_fit_the_definitions_and_are_kept_as_they_were_sent() {
        // Given
        var rig = rig();
        rig.define(STATUS, PAGES);

        // When
        var unfit = rig.refusedWrite(EDITOR, "d", CREATE, json("status", "lost"));
        rig.write(EDITOR, "d", CREATE, json("status", "draft", "pages", "12", "free", 1));
        var stillUnfit = rig.refusedWrite(EDITOR, "d", MERGE, json("pages", "many"));

        // Then
        assertThat(List.of(unfit.code(), stillUnfit.code())).containsOnly(BAD_REQUEST);
        assertThat(unfit.message())
                .isEqualTo("field 'status' does not fit its type select: give one of 'draft', 'final'");
        assertThat(rig.read("d").fields()).isEqualTo(json("status", "draft", "pages", "12", "free", 1));
    }

    @Test
    default void a_required_field_is_given_at_first_and_then_never_emptied() {
        // Given
        var rig = rig();
        rig.define(STATUS, PAGES);

        // When
        var created = rig.refusedWrite(EDITOR, "d", CREATE, json("pages", 1));
        rig.write(EDITOR, "d", UPSERT, json("pages", 1));
        rig.write(EDITOR, "d", UPSERT, json("status", "final"));
        var emptied = rig.refusedWrite(EDITOR, "d", MERGE, json("status", ""));
        var removed = rig.refusedWrite(EDITOR, "d", MERGE, new JsonObject().putNull("status"));
        var replaced = rig.refusedWrite(EDITOR, "d", REPLACE, json("pages", 2));
        rig.write(EDITOR, "d", MERGE, new JsonObject().putNull("pages"));

        // Then
        assertThat(List.of(created.code(), emptied.code(), removed.code(), replaced.code()))
                .containsOnly(BAD_REQUEST);
        assertThat(rig.read("d").fields()).isEqualTo(json("status", "final"));
    }

    @Test
    default void a_definition_that_comes_later_makes_no_document_unwritable() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "d", CREATE, json("pages", "many"));
        rig.define(STATUS, PAGES);

        // When
        var written = rig.write(EDITOR, "d", MERGE, json("title", "Plan", "pages", "many"));

        // Then
        assertThat(written.changed()).isTrue();
    }
}
