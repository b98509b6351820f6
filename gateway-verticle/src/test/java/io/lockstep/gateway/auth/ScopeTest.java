package io.lockstep.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.gateway.session.Identity;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    @ParameterizedTest
    @CsvSource({
        "io.cozy.todos, GET, io.cozy.todos, true",
        "io.cozy.todos, GET, io.cozy.todos.done, false",
        "io.cozy.todos:ALL, DELETE, io.cozy.todos, true",
        "io.cozy.todos:GET, DELETE, io.cozy.todos, false",
        "'io.cozy.todos:GET,PUT', PUT, io.cozy.todos, true",
        "io.cozy.todos:get, GET, io.cozy.todos, true",
        "io.cozy.*, GET, io.cozy.todos, true",
        "io.cozy.*, GET, io.cozy, true",
        "io.cozy.*, GET, io.cozyest.todos, false",
        "*, PUT, anything, true",
        "io.cozy.files io.cozy.todos:GET, GET, io.cozy.todos, true",
        "'io.cozy.todos:GET:a,b', GET, io.cozy.todos, false",
        "io.cozy.todos:GET:yes:done, GET, io.cozy.todos, false",
    })
    void rule_allows_a_whole_type_by_its_name_and_verb(String scope, String verb, String type, boolean isAllowed) {
        assertThat(Scope.parse(scope).allowsType(verb, type)).isEqualTo(isAllowed);
    }

    @Test
    void values_allow_the_documents_that_they_name() {
        // When
        var scope = Scope.parse("io.cozy.todos:GET:a,b");
        // Then
        assertThat(scope.allowsId("GET", "io.cozy.todos", "b")).isTrue();
        assertThat(scope.allowsId("GET", "io.cozy.todos", "c")).isFalse();
        assertThat(scope.allowsId("PUT", "io.cozy.todos", "b")).isFalse();
        assertThat(scope.allowsId("GET", "io.cozy.other", "b")).isFalse();
    }

    @Test
    void selector_allows_by_what_is_in_the_document_and_never_by_its_id() {
        // When
        var scope = Scope.parse("io.cozy.todos:ALL:red,blue:tags.color");
        var red = new JsonObject().put("tags", new JsonObject().put("color", "red"));
        var several = new JsonObject()
                .put(
                        "tags",
                        new JsonObject()
                                .put("color", new JsonArray().add("grey").add("blue")));
        // Then
        assertThat(scope.allowsDocument("PUT", "io.cozy.todos", "x", red)).isTrue();
        assertThat(scope.allowsDocument("PUT", "io.cozy.todos", "x", several)).isTrue();
        assertThat(scope.allowsDocument("PUT", "io.cozy.todos", "red", new JsonObject()))
                .isFalse();
        assertThat(scope.allowsId("PUT", "io.cozy.todos", "red")).isFalse();
        assertThat(scope.mayAllow("PUT", "io.cozy.todos")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ":GET", "a:READ", "a:GET,READ", "a:GET:v:f:more", "a:GET::f", "a:GET:v:.f", "a\u0001"})
    void other_texts_are_no_scope(String text) {
        assertThatThrownBy(() -> assertThat(Scope.parse(text)).isNull())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.BAD_REQUEST));
    }

    @Test
    void limited_token_is_refused_by_who_knows_no_scopes() {
        // Given
        var limited = new Identity("alice", "Alice", List.of(), "io.cozy.todos:GET");
        Authenticator authenticator = credentials -> Future.succeededFuture(limited);
        var token = new Credentials.Token("t");
        // When
        var refused = authenticator.authenticate(token);
        // Then
        assertThat(refused.cause()).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
            assertThat(failure.message()).contains("limited to a scope");
        });
        assertThat(authenticator.authenticateLimited(token).result()).isEqualTo(limited);
    }
}
