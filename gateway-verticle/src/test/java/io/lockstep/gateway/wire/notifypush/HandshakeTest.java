package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static Handshake.Complete shake(String first, String second) {
        return new Handshake.AwaitingUser().received(first).received(second);
    }

    @Test
    void name_and_secret_are_trimmed() {
        assertThat(shake("alice\n", " secret\r\n")).isEqualTo(new Handshake.Complete("alice", "secret"));
        assertThat(shake(" ", "abc")).isEqualTo(new Handshake.Complete("", "abc"));
    }

    @Test
    void secret_keeps_its_inner_spaces() {
        assertThat(shake("alice", "my secret")).isEqualTo(new Handshake.Complete("alice", "my secret"));
    }

    @Test
    void secret_is_not_printed() {
        assertThat(shake("alice", "my secret").toString()).doesNotContain("secret");
    }
}
