package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.Bus;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.event.Event;
import io.lockstep.contract.event.Events;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Account;
import io.lockstep.contract.metadata.Authenticate;
import io.lockstep.contract.metadata.GetAccount;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutAccount;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verticle on a real bus with a real database, two instances of it; the test plays the lock service and the dispatcher. */
final class MetadataVerticleIT {
    private static final String SPACE = "test:verticle";
    private static final TestLocks LOCKS = new TestLocks();
    private static final BlockingQueue<Event> EVENTS = new LinkedBlockingQueue<>();
    private static final Vertx VERTX = Vertx.vertx();
    private static final Metadata METADATA = new Metadata(new Bus(VERTX));

    @BeforeAll
    static void deploy() throws Exception {
        var bus = new Bus(VERTX);
        bus.serve(Locks.CHECK, LOCKS::check).await(10, SECONDS);
        new Events(bus)
                .onPublished(published -> EVENTS.addAll(published.events()))
                .completion()
                .await(10, SECONDS);
        var config = MetadataConfig.ofUri(TestPostgres.emptyDatabase());
        VERTX.deployVerticle(() -> new MetadataVerticle(config), new DeploymentOptions().setInstances(2))
                .await(60, SECONDS);
        var members = Map.of("user:alice", Role.EDITOR, "user:carol", Role.VIEWER);
        answer(METADATA.putSpace(new PutSpace(ADMIN, SPACE, "Verticle", null, members)));
        assertThat(EVENTS.poll(10, SECONDS)).isEqualTo(new Event.AccessChanged(SPACE, 1));
    }

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(10, SECONDS);
    }

    @Test
    void a_write_is_answered_published_and_read_back() throws Exception {
        // When
        var written = answer(METADATA.write(write("a", WriteMode.CREATE, json("title", "Plan"))));
        var removed = answer(METADATA.write(write("a", WriteMode.MERGE, new JsonObject().putNull("title"))));

        // Then
        var document = answer(METADATA.read(new ReadDocument(VIEWER, SPACE, "a")));
        var created = (Event.Changed) EVENTS.poll(10, SECONDS);
        var updated = (Event.Changed) EVENTS.poll(10, SECONDS);
        assertThat(removed.seq()).isEqualTo(written.seq() + 1);
        assertThat(document.fields()).isEmpty();
        assertThat(created.patch()).isEqualTo(json("title", "Plan"));
        assertThat(created.cursor()).isEqualTo(written.cursor());
        assertThat(updated.patch()).isEqualTo(new JsonObject().putNull("title"));
    }

    @Test
    void a_lock_of_somebody_else_is_refused_with_the_lock() {
        // Given
        LOCKS.lock(SPACE, "locked", "title", "bob", 5);

        // When
        var refusal = refusal(METADATA.write(write("locked", WriteMode.UPSERT, json("title", "Plan"))));

        // Then
        assertThat(refusal.code()).isEqualTo(FailureCode.LOCKED);
        assertThat(refusal.details().getJsonObject("lock").getString("owner")).isEqualTo("bob");
    }

    @Test
    void a_missing_key_is_a_bad_request_that_names_it() {
        // Given
        var message = new JsonObject()
                .put("actor", json("user", "alice"))
                .put("space", SPACE)
                .put("mode", "create");

        // When
        var reply = VERTX.eventBus().request("lockstep.metadata.write", message);

        // Then
        assertThatExceptionOfType(ReplyException.class)
                .isThrownBy(() -> reply.await(10, SECONDS))
                .satisfies(failure -> assertThat(failure.failureCode()).isEqualTo(400))
                .withMessageContaining("'fields'");
    }

    @Test
    void a_batch_answers_each_write() {
        // Given
        var batch = new WriteBatch(
                List.of(write("missing", WriteMode.MERGE, json()), write("batch\uD800", WriteMode.CREATE, json())));

        // When
        var results = answer(METADATA.batch(batch)).results();

        // Then
        assertThat(results).extracting(WritingContract::summary).containsExactly("NOT_FOUND", "BAD_REQUEST");
    }

    @Test
    void who_signs_in_needs_the_right_password() {
        // Given
        var account = answer(METADATA.putAccount(account("dora", "secret ü")));

        // When
        var right = answer(METADATA.authenticate(new Authenticate("dora", "secret ü")));
        var wrong = refusal(METADATA.authenticate(new Authenticate("dora", "secret u")));
        var unknown = refusal(METADATA.authenticate(new Authenticate("nobody", "secret ü")));

        // Then
        assertThat(account).isEqualTo(new Account("dora", "Dora", List.of("staff")));
        assertThat(right).isEqualTo(account);
        assertThat(wrong.code()).isEqualTo(FailureCode.UNAUTHENTICATED);
        assertThat(unknown.toJson()).isEqualTo(wrong.toJson());
    }

    @Test
    void who_has_shown_elsewhere_who_he_is_has_his_name_and_groups_here() {
        // Given
        var account = answer(METADATA.putAccount(account("dora", "secret ü")));

        // When
        var found = answer(METADATA.account(new GetAccount("dora")));
        var unknown = refusal(METADATA.account(new GetAccount("nobody")));

        // Then
        assertThat(found).isEqualTo(account);
        assertThat(unknown.code()).isEqualTo(FailureCode.NOT_FOUND);
    }

    @Test
    void a_password_that_bcrypt_would_cut_is_refused() {
        // Given
        answer(METADATA.putAccount(account("long", "x".repeat(72))));

        // When
        var refused = refusal(METADATA.putAccount(account("long", "x".repeat(73))));
        var empty = refusal(METADATA.putAccount(account("long", "")));
        var longer = refusal(METADATA.authenticate(new Authenticate("long", "x".repeat(73))));
        var padded = refusal(METADATA.authenticate(new Authenticate("long", "x".repeat(72) + "\0")));

        // Then
        assertThat(List.of(refused.code(), empty.code())).containsOnly(FailureCode.BAD_REQUEST);
        assertThat(List.of(longer.code(), padded.code())).containsOnly(FailureCode.UNAUTHENTICATED);
    }

    @Test
    void only_admins_make_accounts() {
        // When
        var refusal = refusal(
                METADATA.putAccount(new PutAccount(EDITOR, "alice", "password", null, List.of("admin"), null, null)));

        // Then
        assertThat(refusal.code()).isEqualTo(FailureCode.FORBIDDEN);
    }

    private static PutAccount account(String user, String password) {
        return new PutAccount(ADMIN, user, password, "Dora", List.of("staff"), null, null);
    }

    private static WriteDocument write(@Nullable String document, WriteMode mode, JsonObject fields) {
        return new WriteDocument(EDITOR, SPACE, document, mode, fields, null, null, null, null, null);
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.await(10, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }

    private static ServiceException refusal(Future<?> future) {
        return (ServiceException) answer(future.<Throwable>map(answer -> new AssertionError("answered " + answer))
                .recover(Future::succeededFuture));
    }
}
