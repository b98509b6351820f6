package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.NOT_FOUND;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.STRANGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.event.Event;
import io.lockstep.contract.metadata.FlushSpace;
import io.lockstep.contract.metadata.FlushedSpace;
import io.lockstep.contract.metadata.WriteBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for imports, whatever store is behind the service. */
interface ImportContract {
    Rig rig();

    @Test
    default void a_quiet_change_is_in_the_feed_with_what_it_changed_and_travels_without() {
        // Given
        var rig = rig();
        rig.write(EDITOR, "loud", CREATE, json("n", 1));

        // When
        rig.await(() -> rig.documents.batch(new WriteBatch(
                List.of(rig.request(EDITOR, "a", CREATE, json("n", 2)), rig.request(EDITOR, "b", CREATE, json("n", 3))),
                null,
                true)));

        // Then
        var feed = rig.changes(null, 10).changes();
        assertThat(feed).extracting(Event.Changed::seq).containsExactly(1L, 2L, 3L);
        assertThat(feed).extracting(Event.Changed::isQuiet).containsExactly(false, true, true);
        assertThat(feed.get(2).patch()).isEqualTo(json("n", 3));
        assertThat(rig.events)
                .containsExactly(
                        feed.get(0), feed.get(1).withoutPatch(), feed.get(2).withoutPatch());
    }

    @Test
    default void an_import_that_ends_tells_how_far_it_came() {
        // Given
        var rig = rig();
        rig.await(() -> rig.documents.batch(
                new WriteBatch(List.of(rig.request(EDITOR, "a", CREATE, json("n", 2))), true, true)));
        rig.events.clear();

        // When
        var flushed = rig.await(() -> rig.spaces.flush(new FlushSpace(EDITOR, rig.space)));

        // Then
        assertThat(flushed)
                .isEqualTo(new FlushedSpace(rig.space, rig.changes(null, 10).cursor()));
        assertThat(rig.events).containsExactly(new Event.Flushed(rig.space, 1));
    }

    @Test
    default void who_may_not_write_may_not_end_an_import() {
        // Given
        var rig = rig();

        // When
        var viewer = rig.refusal(() -> rig.spaces.flush(new FlushSpace(VIEWER, rig.space)));
        var stranger = rig.refusal(() -> rig.spaces.flush(new FlushSpace(STRANGER, rig.space)));

        // Then
        assertThat(viewer.code()).isEqualTo(FORBIDDEN);
        assertThat(stranger.code()).isEqualTo(NOT_FOUND);
        assertThat(rig.events).isEmpty();
    }
}
