package io.lockstep.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every request on the bus is answered, and how failures cross it. */
final class BusTest {
    private static final Operation<Ask, Answer> ASK =
            new Operation<>("test.ask", Ask.class, Answer.class, Duration.ofSeconds(2));
    private static final Operation<Ask, Answer> IMPATIENT =
            new Operation<>("test.impatient", Ask.class, Answer.class, Duration.ofMillis(50));

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    record Ask(String name) {
        Ask {
            Require.present(name, "name");
        }
    }

    record Answer(String greeting) {}

    record Heard() {}

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void a_request_is_answered() throws TimeoutException {
        serve(ASK, ask -> Future.succeededFuture(new Answer("hello " + ask.name())));

        assertThat(bus.request(ASK, new Ask("alice")).await(10, SECONDS)).isEqualTo(new Answer("hello alice"));
    }

    @Test
    void a_handler_that_throws_is_answered_internal_without_its_message() throws TimeoutException {
        serve(ASK, ask -> {
            throw new IllegalStateException("secret");
        });

        assertThat(failure(bus.request(ASK, new Ask("alice"))))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL))
                .satisfies(failure -> assertThat(failure.message()).doesNotContain("secret"));
    }

    @Test
    @SuppressWarnings("NullAway") // the bug under test: a handler that breaks its own promise
    void a_handler_that_returns_null_is_answered_internal() throws TimeoutException {
        serve(ASK, ask -> null);

        assertThat(failure(bus.request(ASK, new Ask("alice"))).code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void a_failure_crosses_with_code_message_and_details() throws TimeoutException {
        var details = new JsonObject().put("lock", new JsonObject().put("owner", "bob"));
        serve(ASK, ask -> Future.failedFuture(new ServiceException(FailureCode.LOCKED, "bob edits it", details)));

        var failure = failure(bus.request(ASK, new Ask("alice")));

        assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
        assertThat(failure.message()).isEqualTo("bob edits it");
        assertThat(failure.details()).isEqualTo(details);
    }

    @Test
    void a_handler_that_never_answers_gives_unavailable() throws TimeoutException {
        serve(IMPATIENT, ask -> Promise.<Answer>promise().future());

        assertThat(failure(bus.request(IMPATIENT, new Ask("alice"))).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void nobody_registered_gives_unavailable_at_once() {
        var patient = new Operation<>("test.nobody", Ask.class, Answer.class, Duration.ofHours(1));

        assertThat(failure(bus.request(patient, new Ask("alice"))).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void a_request_without_a_required_key_is_a_bad_request() throws TimeoutException {
        serve(ASK, ask -> Future.succeededFuture(new Answer("hello")));

        assertThat(rawFailure(new JsonObject()).failureCode()).isEqualTo(FailureCode.BAD_REQUEST.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "{}"})
    void a_body_that_is_no_object_is_a_bad_request(String body) throws TimeoutException {
        serve(ASK, ask -> Future.succeededFuture(new Answer("hello")));

        assertThat(rawFailure(body).failureCode()).isEqualTo(FailureCode.BAD_REQUEST.number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "null", "[]", "7", "{\"code\":\"LOCKED\",\"message\":\"plain text\"}"})
    void a_failure_of_another_service_keeps_its_code(String text) throws TimeoutException {
        // Given
        serveRaw(message -> message.fail(FailureCode.LOCKED.number(), text));

        // When
        var failure = failure(bus.request(ASK, new Ask("alice")));

        // Then
        assertThat(failure.code()).isEqualTo(FailureCode.LOCKED);
        assertThat(failure.message()).isNotEmpty();
    }

    @Test
    void an_answer_that_is_not_understood_is_internal() throws TimeoutException {
        serveRaw(message -> message.reply("text"));

        assertThat(failure(bus.request(ASK, new Ask("alice"))).code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void a_listener_goes_on_after_what_it_does_not_understand() throws TimeoutException {
        // Given
        var heard = new ArrayList<String>();
        var marker = Promise.<Void>promise();
        bus.listen("test.heard", Ask.class, ask -> {
                    heard.add(ask.name());
                    if (ask.name().equals("bug")) {
                        throw new IllegalStateException("a bug of the handler");
                    }
                    if (ask.name().equals("last")) {
                        marker.complete();
                    }
                })
                .completion()
                .await(10, SECONDS);

        // When
        bus.publish("test.heard", new Ask("first"));
        vertx.eventBus().publish("test.heard", "text");
        vertx.eventBus().publish("test.heard", new JsonObject());
        bus.publish("test.heard", new Ask("bug"));
        bus.publish("test.heard", new Ask("last"));

        // Then
        marker.future().await(10, SECONDS);
        assertThat(heard).containsExactly("first", "bug", "last");
    }

    @Test
    void a_listener_answers_who_asked() throws TimeoutException {
        // Given
        bus.listen("test.heard", Ask.class, ask -> {
                    if (ask.name().equals("bug")) {
                        throw new IllegalStateException("secret");
                    }
                })
                .completion()
                .await(10, SECONDS);
        var told = new Operation<>("test.heard", Ask.class, Heard.class, Duration.ofSeconds(2));

        // Then
        assertThat(bus.request(told, new Ask("alice")).await(10, SECONDS)).isEqualTo(new Heard());
        assertThat(failure(bus.request(told, new Ask("bug")))).satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
            assertThat(failure.message()).doesNotContain("secret");
        });
        assertThat(rawFailure("test.heard", "text").failureCode()).isEqualTo(FailureCode.BAD_REQUEST.number());
    }

    private void serve(Operation<Ask, Answer> operation, Function<Ask, Future<Answer>> handler)
            throws TimeoutException {
        bus.serve(operation, handler).await(10, SECONDS);
    }

    private void serveRaw(Handler<Message<Object>> handler) throws TimeoutException {
        vertx.eventBus().consumer(ASK.address(), handler).completion().await(10, SECONDS);
    }

    private ReplyException rawFailure(Object body) {
        return rawFailure(ASK.address(), body);
    }

    private ReplyException rawFailure(String address, Object body) {
        var reply = vertx.eventBus().request(address, body);
        return (ReplyException) org.assertj.core.api.Assertions.catchThrowable(() -> reply.await(10, SECONDS));
    }

    private static ServiceException failure(Future<?> future) {
        return catchThrowableOfType(ServiceException.class, () -> future.await(10, SECONDS));
    }
}
