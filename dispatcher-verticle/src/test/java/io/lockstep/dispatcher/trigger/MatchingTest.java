package io.lockstep.dispatcher.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerDialect.References;
import io.lockstep.contract.trigger.TriggerDialect.Tree;
import io.lockstep.contract.trigger.TriggerRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which rules match which changes. */
class MatchingTest {
    private static final String SPACE = "cozy:io.cozy.todos";
    private static final String FILES = "cozy:io.cozy.files";
    private static final TriggerDialect DIALECT = new TriggerDialect(
            Optional.of("cozy"),
            Optional.of(new Tree(FILES, "dir_id", "path")),
            Optional.of(new References("referenced_by", "type", "id")));
    private static final Matching MATCHING = new Matching(DIALECT, Map.of("dir", "/Photos", "root", "/"));

    private static List<String> matching(Happening happening, String... rules) {
        return Stream.of(rules)
                .filter(rule -> TriggerRule.parse(rule)
                        .space(DIALECT)
                        .equals(happening.change().space()))
                .filter(rule -> MATCHING.matches(TriggerRule.parse(rule), happening))
                .toList();
    }

    private static JsonObject json(String text) {
        return new JsonObject(text);
    }

    @Test
    void verbs_values_and_changes_match_as_in_cozy() {
        // Given
        var happenings = new Run(SPACE)
                .create("d", json("{\"state\":\"open\",\"note\":\"a\"}"))
                .update("d", json("{\"note\":\"b\"}"))
                .update("d", json("{\"state\":\"done\"}"))
                .delete("d")
                .all();
        var rules = new String[] {
            "io.cozy.todos:DELETED",
            "io.cozy.todos:CREATED:open,new:state",
            "io.cozy.todos:CREATED",
            "io.cozy.todos:CREATED:done:state",
            "io.cozy.todos:CREATED,UPDATED,DELETED:!=:state",
            "io.cozy.todos:UPDATED:done:state",
            "io.cozy.todos:UPDATED:open:state",
            "io.cozy.todos",
            "io.cozy.todos:ALL",
            "io.cozy.other"
        };
        // When, Then
        assertThat(matching(happenings.get(0), rules))
                .containsExactly(rules[1], rules[2], rules[4], rules[7], rules[8]);
        assertThat(matching(happenings.get(1), rules)).containsExactly(rules[6], rules[7], rules[8]);
        assertThat(matching(happenings.get(2), rules))
                .containsExactly(rules[4], rules[5], rules[6], rules[7], rules[8]);
        assertThat(matching(happenings.get(3), rules)).containsExactly(rules[0], rules[4], rules[7], rules[8]);
    }

    @Test
    void a_rule_may_name_documents_and_any_space() {
        // Given
        var happening = new Run("metavox:103").create("456", json("{}")).all().get(0);
        // When, Then
        assertThat(matching(happening, "metavox%3A103:CREATED:455,456", "metavox%3A103:CREATED:455", "metavox%3A104"))
                .containsExactly("metavox%3A103:CREATED:455,456");
    }

    @Test
    void lists_references_and_absent_fields_are_compared_as_texts() {
        // Given
        var fields = new JsonObject()
                .put("tags", new JsonArray().add("a").add(7))
                .put("referenced_by", new JsonArray().add(json("{\"type\":\"io.cozy.albums\",\"id\":\"x\"}")));
        var happening = new Run(SPACE).create("d", fields).all().get(0);
        // When, Then
        assertThat(matching(
                        happening,
                        "io.cozy.todos:CREATED:7:tags",
                        "io.cozy.todos:CREATED:b:tags",
                        "io.cozy.todos:CREATED:io.cozy.albums/x:referenced_by",
                        "io.cozy.todos:CREATED:<nil>:absent"))
                .containsExactly(
                        "io.cozy.todos:CREATED:7:tags",
                        "io.cozy.todos:CREATED:io.cozy.albums/x:referenced_by",
                        "io.cozy.todos:CREATED:<nil>:absent");
    }

    @Test
    void a_directory_stands_for_what_is_in_it_also_when_it_is_moved_out() {
        // Given
        var happenings = new Run(FILES)
                .create("f", json("{\"dir_id\":\"sub\",\"path\":\"/Photos/sub/f\"}"))
                .update("f", json("{\"dir_id\":\"other\",\"path\":\"/Photosother/f\"}"))
                .update("f", json("{\"name\":\"g\"}"))
                .all();
        // When, Then
        assertThat(happenings.stream()
                        .map(happening ->
                                matching(happening, "io.cozy.files::dir").size()))
                .containsExactly(1, 1, 0);
        assertThat(happenings.stream()
                        .map(happening ->
                                matching(happening, "io.cozy.files::root").size()))
                .containsExactly(1, 1, 1);
        assertThat(happenings.stream()
                        .map(happening ->
                                matching(happening, "io.cozy.files::sub").size()))
                .containsExactly(1, 1, 0);
    }

    @Test
    void directories_are_those_of_the_dialects_tree_only() {
        // Given
        var fields = json("{\"dir_id\":\"sub\",\"path\":\"/Photos/sub/f\"}");
        var elsewhere = new Run(SPACE).create("f", fields).all().get(0);
        var inTree = new Run(FILES).create("f", fields).all().get(0);
        var plain = new Matching(TriggerDialect.NONE, Map.of("dir", "/Photos"));
        // When, Then
        assertThat(matching(elsewhere, "io.cozy.todos::dir", "io.cozy.todos::sub"))
                .isEmpty();
        assertThat(plain.matches(TriggerRule.parse("cozy%3Aio.cozy.files::dir"), inTree))
                .isFalse();
        assertThat(MATCHING.matches(TriggerRule.parse("cozy%3Aio.cozy.files::dir"), inTree))
                .isTrue();
    }

    @Test
    void creations_and_deletions_change_every_field_also_one_that_is_not_there() {
        // Given
        var happenings = new Run(SPACE)
                .create("d", json("{}"))
                .update("d", json("{\"a\":1}"))
                .delete("d")
                .all();
        // When, Then
        assertThat(happenings.stream()
                        .map(happening ->
                                matching(happening, "io.cozy.todos::!=:state").size()))
                .containsExactly(1, 0, 1);
    }

    @Test
    void old_and_new_value_match_and_what_was_neither_does_not() {
        // Given
        var happening = new Run(SPACE)
                .create("d", json("{\"state\":\"open\"}"))
                .update("d", json("{\"state\":\"closed\"}"))
                .all()
                .get(1);
        // When, Then
        assertThat(matching(
                        happening,
                        "io.cozy.todos:UPDATED:open:state",
                        "io.cozy.todos:UPDATED:closed:state",
                        "io.cozy.todos:UPDATED:other:state"))
                .containsExactly("io.cozy.todos:UPDATED:open:state", "io.cozy.todos:UPDATED:closed:state");
    }

    @Test
    void what_cannot_be_known_matches() {
        // Given
        var happening = new Run(SPACE)
                .create("d", json("{\"state\":\"open\"}"))
                .updateLargely("d", json("{\"state\":\"done\"}"))
                .all()
                .get(1);
        // When, Then
        assertThat(matching(happening, "io.cozy.todos:UPDATED:!=:state", "io.cozy.todos:UPDATED:other:state"))
                .hasSize(2);
    }
}
