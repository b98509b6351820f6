package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the form of space ids. */
final class SpaceIdTest {

    @Test
    void parts_come_back_as_they_went_in() {
        // Given
        String[] parts = {"a b", "ü/:%+", "io.cozy.files", "~-_."};

        // When
        var space = SpaceId.of("cozy", parts);

        // Then
        assertThat(space).isEqualTo("cozy:a%20b:%C3%BC%2F%3A%25%2B:io.cozy.files:~-_.");
        assertThat(SpaceId.parts(space)).containsExactly(parts);
    }

    @Test
    void wire_and_name_are_the_two_halves() {
        assertThat(SpaceId.wire("openregister:decidesk:meeting")).isEqualTo("openregister");
        assertThat(SpaceId.name("openregister:decidesk:meeting")).isEqualTo("decidesk:meeting");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metavox",
                "metavox:",
                ":103",
                "metavox::1",
                "metavox:1:",
                "MetaVox:1",
                "metavox:a b",
                "metavox:a/b",
                "metavox:%2f",
                "metavox:%2",
                "metavox:ü",
                "metavox:103\n",
                "1x:1"
            })
    void what_is_no_id_is_refused(String text) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> SpaceId.check(text))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .withMessageContaining("'space'");
    }

    @Test
    void an_id_has_at_most_255_bytes() {
        assertThat(SpaceId.of("notes", "x".repeat(249))).hasSize(255);
        assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> SpaceId.of("notes", "x".repeat(250)));
    }
}
