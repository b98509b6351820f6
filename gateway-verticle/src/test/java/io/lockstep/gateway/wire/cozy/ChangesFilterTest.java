package io.lockstep.gateway.wire.cozy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.Verb;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangesFilterTest {
    private static final String TYPE = "io.cozy.todos";
    private static final ChangesFilter OPEN = ChangesFilter.selector(new JsonObject().put("done", false));

    @Test
    void only_the_latest_change_of_a_document_is_given() {
        assertThat(row(ChangesFilter.ALL, change(Verb.UPDATED, 2, "n", null, 3L, true)))
                .isEmpty();
        assertThat(row(ChangesFilter.ALL, change(Verb.UPDATED, 2, "n", null, null, true)))
                .isEmpty();
        assertThat(row(ChangesFilter.ALL, change(Verb.UPDATED, 3, "n", null, 3L, true)))
                .contains("{\"id\":\"a\",\"seq\":\"1.1.7\",\"changes\":[{\"rev\":\"" + Revision.of(TYPE, "a", 3)
                        + "\"}]}");
        assertThat(row(ChangesFilter.ALL, change(Verb.DELETED, 3, null, null, null, true)))
                .contains("{\"id\":\"a\",\"seq\":\"1.1.7\",\"deleted\":true,\"changes\":[{\"rev\":\""
                        + Revision.of(TYPE, "a", 3) + "\"}]}");
        assertThat(row(ChangesFilter.ALL, change(Verb.DELETED, 3, null, null, 4L, true)))
                .as("it was made again")
                .isEmpty();
    }

    @Test
    void ids_choose() {
        var filter = ChangesFilter.ofIds(new JsonArray().add("b"));
        assertThat(row(filter, change(Verb.UPDATED, 3, "n", null, 3L, true))).isEmpty();
    }

    @Test
    void what_leaves_a_selector_is_given_as_deleted_also_when_it_was_changed_again_since() {
        assertThat(row(OPEN, change(Verb.UPDATED, 2, "done", null, 2L, true)))
                .get()
                .asString()
                .contains("deleted");
        assertThat(row(OPEN, change(Verb.UPDATED, 2, "done", null, 5L, true)))
                .get()
                .asString()
                .contains("deleted");
        assertThat(row(OPEN, change(Verb.UPDATED, 2, "n", null, 2L, true))).isEmpty();
        assertThat(row(OPEN, change(Verb.CREATED, 1, "done", null, 1L, true))).isEmpty();
        assertThat(row(OPEN, change(Verb.UPDATED, 2, "done", null, 2L, false)))
                .get()
                .asString()
                .doesNotContain("deleted");
    }

    @Test
    void deletion_of_what_did_not_match_is_not_given() {
        assertThat(row(OPEN, change(Verb.DELETED, 3, null, new JsonObject().put("done", true), null, true)))
                .isEmpty();
        assertThat(row(OPEN, change(Verb.DELETED, 3, null, new JsonObject().put("done", false), null, true)))
                .isPresent();
        assertThat(row(OPEN, change(Verb.DELETED, 3, null, null, null, true))).isPresent();
    }

    @Test
    void place_survives_its_text_and_nonsense_is_none() {
        for (var place :
                new Place[] {new Place.InFeed("1.1.7"), new Place.InList("1.1.7", "a/b~c ü"), new Place.InFeed("1.0.0")
                }) {
            assertThat(Place.parse(place.text())).contains(place);
        }
        for (var text : new String[] {"", "1", "1.1", "all~", "all~1.1.7~*", "all~x~eA", "all~1.1.7~eA~eA"}) {
            assertThat(Place.parse(text)).as(text).isEmpty();
        }
    }

    private static Optional<String> row(ChangesFilter filter, Event.Changed change) {
        return filter.row(TYPE, change).map(row -> row.json(false).encode());
    }

    private static Event.Changed change(
            Verb verb,
            long revision,
            @Nullable String changed,
            @Nullable JsonObject before,
            @Nullable Long now,
            boolean isDone) {
        return new Event.Changed(
                        "cozy:" + TYPE,
                        7,
                        "a",
                        revision,
                        "e",
                        verb,
                        changed == null ? null : new JsonObject().put(changed, 1),
                        false,
                        "alice",
                        Instant.EPOCH,
                        "1.1.7",
                        1)
                .with(
                        before,
                        now == null ? null : new Event.Changed.Current(now, "e", new JsonObject().put("done", isDone)));
    }
}
