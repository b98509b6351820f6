package io.lockstep.gateway.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
    private static final List<String> TOPICS = List.of("space/a", "user/alice", "document/b/1");

    private static JsonObject event(@Nullable String cursor, @Nullable Long lockSeq) {
        return new JsonObject().put("type", "t").put("cursor", cursor).put("lockSeq", lockSeq);
    }

    @Test
    void text_leads_back_to_the_same_positions() {
        // Given
        var positions = new Positions(TOPICS, null);
        // When
        positions.advance(new EventFrame("space/a", event("1.a.b", 77L)));
        positions.advance(new EventFrame("space/a", event("1.a.c", null)));
        positions.advance(new EventFrame("document/b/1", event("1.x.y", null)));
        positions.advance(new EventFrame("space/other", event("1.x.z", null)));
        // Then
        assertThat(positions.text()).isEqualTo("1.a.c*25~-~1.x.y");
        var same = new Positions(TOPICS, positions.text());
        assertThat(same.text()).isEqualTo(positions.text());
        assertThat(same.cursor("space/a")).isEqualTo("1.a.c");
        assertThat(same.cursor("user/alice")).isNull();
        assertThat(same.knowsLocks("space/a", 77L)).isTrue();
        assertThat(same.knowsLocks("space/a", 78L)).isFalse();
        assertThat(same.knowsLocks("document/b/1", null)).isFalse();
    }

    @Test
    void cursor_of_a_socket_is_the_position_in_a_single_topic() {
        assertThat(new Positions(List.of("space/a"), "1.a.c").cursor("space/a")).isEqualTo("1.a.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.a.b", "-~-", "-~-~-~-", "1.a.b*!~-~-"})
    void what_is_not_of_the_same_topics_is_refused(String text) {
        assertThatThrownBy(() -> new Positions(TOPICS, text)).isInstanceOf(ServiceException.class);
    }
}
