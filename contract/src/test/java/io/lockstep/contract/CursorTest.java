package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the text form of cursors. */
final class CursorTest {

    @Test
    void a_cursor_survives_its_text_form() {
        for (var cursor :
                new Cursor[] {new Cursor(0, 0), new Cursor(7, 42), new Cursor(Long.MAX_VALUE, Long.MAX_VALUE)}) {
            assertThat(Cursor.parse(cursor.encode())).isEqualTo(cursor);
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3.4",
                "2.1.1",
                "1..1",
                "1.1.",
                "1.-1.1",
                "1.1.-1",
                "1.+1.1",
                "1.A.1",
                "1.01.1",
                "1.é.1",
                "1.zzzzzzzzzzzzzz.1",
                " 1.1.1",
                "1.1.1 "
            })
    void what_the_server_never_gave_is_refused(@Nullable String text) {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> Cursor.parse(text))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                .withMessageContaining("cursor");
    }
}
