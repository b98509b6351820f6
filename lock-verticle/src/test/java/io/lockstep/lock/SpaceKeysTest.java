package io.lockstep.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpaceKeysTest {
    @Test
    void metavox_spaces_have_the_keys_that_metavox_documents() {
        assertThat(SpaceKeys.of("metavox:103").locks()).isEqualTo("metavox_lock:{103}:");
    }

    @Test
    void other_spaces_carry_their_whole_id() {
        assertThat(SpaceKeys.of("openregister:decidesk:meeting").locks())
                .isEqualTo("lock:{openregister:decidesk:meeting}:");
    }

    @Test
    void names_of_different_documents_never_become_one_key() {
        assertThat(SpaceKeys.encode("a:b")).isEqualTo("a%3Ab");
        assertThat(SpaceKeys.encode("a%3Ab")).isEqualTo("a%253Ab");
        assertThat(SpaceKeys.encode("{a}")).isEqualTo("%7Ba%7D");
        assertThat(SpaceKeys.encode("*")).isEqualTo("*");
    }
}
