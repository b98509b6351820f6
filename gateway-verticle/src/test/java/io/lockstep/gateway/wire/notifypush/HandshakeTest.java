package io.lockstep.gateway.wire.notifypush;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.gateway.auth.Credentials;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.abc-_123";

    private static Credentials shake(String first, String second) {
        return new Handshake.AwaitingUser().received(first).received(second).credentials();
    }

    @Test
    void name_and_password_are_trimmed() {
        assertThat(shake("alice\n", " secret\r\n")).isEqualTo(new Credentials.Password("alice", "secret"));
    }

    @Test
    void password_keeps_its_inner_spaces() {
        assertThat(shake("alice", "my secret")).isEqualTo(new Credentials.Password("alice", "my secret"));
    }

    @Test
    void secret_without_a_name_is_a_token() {
        assertThat(shake(" ", "abc")).isEqualTo(new Credentials.Token("abc"));
    }

    @Test
    void secret_with_the_shape_of_a_token_is_one_whatever_the_name() {
        assertThat(shake("somebody", TOKEN + "\n")).isEqualTo(new Credentials.Token(TOKEN));
    }

    @Test
    void secret_that_only_looks_similar_is_a_password() {
        assertThat(shake("alice", "eyJ.only-two")).isEqualTo(new Credentials.Password("alice", "eyJ.only-two"));
        assertThat(shake("alice", "a.b.c")).isEqualTo(new Credentials.Password("alice", "a.b.c"));
    }
}
