package io.lockstep.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    @Test
    void basic_header_is_split_at_the_first_colon() {
        assertThat(Login.parse("Basic YWxpY2U6YTpi")).contains(new Credentials.Password("alice", "a:b"));
    }

    @Test
    void scheme_is_case_insensitive() {
        assertThat(Login.parse("bearer abc")).contains(new Credentials.Token("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Basic YWxpY2U=", "Bearer", "Digest x"})
    void other_headers_are_no_credentials(String header) {
        assertThat(Login.parse(header)).isEmpty();
    }
}
