package io.lockstep.dispatcher.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a document was before and after each change is found from what it is now. */
class HappeningTest {
    private static JsonObject json(String text) {
        return new JsonObject(text);
    }

    @Test
    void every_change_has_its_own_document_before_and_after_it() {
        // Given
        var run = new Run("cozy:notes")
                .create("d", json("{\"a\":1,\"b\":1}"))
                .update("d", json("{\"a\":2}"))
                .create("e", json("{\"a\":9}"))
                .update("d", json("{\"b\":null,\"c\":3}"));
        // When
        var happenings = run.all();
        // Then
        assertThat(happenings)
                .extracting(Happening::before)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(json("{\"a\":1,\"b\":1}")),
                        Optional.empty(),
                        Optional.of(json("{\"a\":2,\"b\":1}")));
        assertThat(happenings)
                .extracting(Happening::after)
                .containsExactly(
                        Optional.of(json("{\"a\":1,\"b\":1}")),
                        Optional.of(json("{\"a\":2,\"b\":1}")),
                        Optional.of(json("{\"a\":9}")),
                        Optional.of(json("{\"a\":2,\"c\":3}")));
        assertThat(happenings).noneMatch(Happening::isUnknown);
    }

    @Test
    void document_that_lived_twice_keeps_its_lives_apart() {
        // Given
        var run = new Run("cozy:notes")
                .create("d", json("{\"a\":1}"))
                .update("d", json("{\"a\":2}"))
                .delete("d")
                .create("d", json("{\"a\":3}"));
        // When
        var happenings = run.all();
        // Then
        assertThat(happenings)
                .extracting(Happening::before)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(json("{\"a\":1}")),
                        Optional.of(json("{\"a\":2}")),
                        Optional.empty());
        assertThat(happenings)
                .extracting(Happening::after)
                .containsExactly(
                        Optional.of(json("{\"a\":1}")),
                        Optional.of(json("{\"a\":2}")),
                        Optional.empty(),
                        Optional.of(json("{\"a\":3}")));
        assertThat(happenings).noneMatch(Happening::isUnknown);
    }

    @Test
    void what_was_too_large_for_the_feed_makes_everything_before_it_unknown() {
        // Given
        var run = new Run("cozy:notes")
                .create("d", json("{\"a\":1}"))
                .updateLargely("d", json("{\"a\":2}"))
                .update("d", json("{\"b\":1}"));
        // When
        var happenings = run.all();
        // Then
        assertThat(happenings).extracting(Happening::isUnknown).containsExactly(true, true, false);
    }
}
