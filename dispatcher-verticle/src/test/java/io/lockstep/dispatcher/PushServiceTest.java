package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.push.CheckSelfTest;
import io.lockstep.contract.push.PushCounts;
import io.lockstep.contract.push.PutPreAuth;
import io.lockstep.contract.push.TakePreAuth;
import io.lockstep.contract.push.TellVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests tokens for one login, the self-test of a Nextcloud, and its counts. */
final class PushServiceTest {
    private static final String TOKEN = "vJ4xk0Qm7yPzT2sWc9aLhR5nE8bUdG1f";

    private final MemoryPushStore store = new MemoryPushStore();
    private final PushService service = service("x".repeat(32));

    @Test
    void token_is_good_once() {
        // Given
        assertThat(service.put(new PutPreAuth("alice", TOKEN)).succeeded()).isTrue();

        // When / Then
        assertThat(service.take(new TakePreAuth(TOKEN)).result().user()).isEqualTo("alice");
        assertThat(service.take(new TakePreAuth(TOKEN)).result().user()).isNull();
        assertThat(service.take(new TakePreAuth("another")).result().user()).isNull();
    }

    @Test
    void same_token_again_is_for_the_later_user() {
        assertThat(service.put(new PutPreAuth("alice", TOKEN)).succeeded()).isTrue();
        assertThat(service.put(new PutPreAuth("bob", TOKEN)).succeeded()).isTrue();

        assertThat(service.take(new TakePreAuth(TOKEN)).result().user()).isEqualTo("bob");
    }

    @Test
    void every_node_of_the_same_secret_knows_the_token_and_no_other_does() {
        // Given
        assertThat(service.put(new PutPreAuth("alice", TOKEN)).succeeded()).isTrue();

        // When / Then
        assertThat(service("y".repeat(32)).take(new TakePreAuth(TOKEN)).result().user())
                .isNull();
        assertThat(service("x".repeat(32)).take(new TakePreAuth(TOKEN)).result().user())
                .isEqualTo("alice");
    }

    @Test
    void store_never_sees_the_token() {
        assertThat(service.put(new PutPreAuth("alice", TOKEN)).succeeded()).isTrue();

        assertThat(store.tokens.keySet()).singleElement().asString().matches("[0-9a-f]{64}");
        assertThat(new PutPreAuth("alice", TOKEN).toString()).doesNotContain(TOKEN);
    }

    @Test
    void self_test_needs_the_token_that_was_left_for_it() {
        // Given
        assertThat(store.putCookie(4711).succeeded()).isTrue();

        // When / Then
        assertThat(code(service.check(new CheckSelfTest("")))).isEqualTo(FailureCode.FORBIDDEN);
        store.testToken = Optional.of("");
        assertThat(code(service.check(new CheckSelfTest("")))).isEqualTo(FailureCode.FORBIDDEN);
        store.testToken = Optional.of(TOKEN);
        assertThat(code(service.check(new CheckSelfTest("wrong")))).isEqualTo(FailureCode.FORBIDDEN);
        assertThat(code(service.version(new TellVersion("wrong", "1.4.0")))).isEqualTo(FailureCode.FORBIDDEN);
        assertThat(store.version).isEmpty();
        assertThat(service.check(new CheckSelfTest(TOKEN)).result().cookie()).isEqualTo(4711);
        assertThat(service.version(new TellVersion(TOKEN, "1.4.0")).succeeded()).isTrue();
        assertThat(store.version).isEqualTo("1.4.0");
    }

    @Test
    void counts_of_all_nodes_are_added_up_and_asked_for_once() {
        // Given
        var passed = Promise.<Void>promise();
        var meters = new IngressMeters(new SimpleMeterRegistry());
        meters.received();
        var asked = new int[1];
        var census = new PushCensus(() -> asked[0]++, passed::future, meters);

        // When
        var taken = census.take();
        var other = census.take();
        census.counted(new PushCounts(1, 1, 5, 1, 2, 3, 4));
        census.counted(new PushCounts(2, 1, 2, 10, 20, 30, 40));
        passed.complete();

        // Then
        assertThat(asked[0]).isEqualTo(1);
        assertThat(other.result()).isEqualTo(new JsonObject());
        assertThat(taken.result().encode())
                .isEqualTo("{\"active_connection_count\":3,\"active_user_count\":2,\"total_connection_count\":7,"
                        + "\"mapping_query_count\":0,\"events_received\":1,\"messages_sent\":110,"
                        + "\"messages_sent_file\":11,\"messages_sent_activity\":22,\"messages_sent_notification\":33,"
                        + "\"messages_sent_custom\":44}");
    }

    private PushService service(String secret) {
        return new PushService(store, secret, Future::succeededFuture);
    }

    private static FailureCode code(Future<?> failed) {
        return ((ServiceException) failed.cause()).code();
    }
}
