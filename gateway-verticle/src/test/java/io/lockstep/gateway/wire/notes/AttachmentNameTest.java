package io.lockstep.gateway.wire.notes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentNameTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, x.png, a/b/x.png",
        "'', x.png, x.png",
        "a/b, ../x.png, a/x.png",
        "a/b, ..\\c\\x.png, a/c/x.png",
        "a/b, ../../../../x.png, x.png",
        "a/b, ./c//x.png, a/b/c/x.png",
        "a, .., ''"
    })
    void path_is_resolved_from_the_category(String category, String path, String resolved) {
        assertThat(AttachmentName.resolve(category, path)).isEqualTo(resolved);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.PNG, PNG",
        "noend, noend",
        "'x.p/n\"g', png",
        "'', bin",
        "x., bin",
        "x.abcdefghijklmnopqrstuvwxyz, abcdefghijklmnop"
    })
    void random_name_keeps_what_is_harmless_of_the_end(String original, String suffix) {
        assertThat(AttachmentName.random(original)).matches("[0-9a-f]{32}\\." + suffix);
    }

    @Test
    void only_harmless_types_are_sent() {
        assertThat(AttachmentName.typeOf("x.JPG")).isEqualTo("image/jpeg");
        assertThat(AttachmentName.typeOf("x.html")).isEqualTo(AttachmentName.UNKNOWN_TYPE);
        assertThat(AttachmentName.typeOf("x.svg")).isEqualTo(AttachmentName.UNKNOWN_TYPE);
        assertThat(AttachmentName.safe("image/png")).isEqualTo("image/png");
        assertThat(AttachmentName.safe("text/html")).isEqualTo(AttachmentName.UNKNOWN_TYPE);
    }
}
