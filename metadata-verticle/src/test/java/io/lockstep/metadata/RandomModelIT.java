package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Actor;
import io.lockstep.contract.Role;
import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.DeleteDocument;
import io.lockstep.contract.metadata.FieldDefinition;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Does the same random things to the model and to PostgreSQL and compares every answer, every event, and in the end
 * everything that can be read. {@code -Dlockstep.seed=…} replays a run.
 */
final class RandomModelIT {
    private static final int STEPS = 600;
    private static final List<Actor> ACTORS = List.of(
            Rig.ADMIN,
            Rig.MANAGER,
            Rig.EDITOR,
            Rig.EDITOR,
            Rig.OTHER_EDITOR,
            Rig.OTHER_EDITOR,
            Rig.VIEWER,
            Rig.STRANGER);
    private static final List<Object> VALUES = List.of(
            1,
            2,
            1.5,
            1e20,
            "a",
            "ü",
            true,
            new JsonArray().add(1).addNull(),
            json("x", 1, "y", json("z", 0.1)),
            json("y", json("z", 0.1), "x", 1));

    private final long seed = Long.getLong("lockstep.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void postgres_behaves_as_the_model() throws Exception {
        // Given
        var vertx = Vertx.vertx();
        var postgres = PgMetadataStore.open(vertx, MetadataConfig.ofUri(TestPostgres.migratedDatabase()));
        var real = new Rig(postgres, Turns.of(vertx)).withSpace();
        var model = new Rig(new MemoryMetadataStore(), Turns.direct(), WhenLocksAreAway.REFUSE, real.space).withSpace();

        for (var rig : List.of(real, model)) {
            rig.define(new FieldDefinition("c", null, "number", null, false));
        }

        // When
        for (int step = 0; step < STEPS; step++) {
            var action = action(real.space);
            var expected = model.<Object>await(() -> action.apply(model));
            var actual = real.<Object>await(() -> action.apply(real));
            assertThat(actual).as("step %d of seed %d", step, seed).isEqualTo(expected);
            assertThat(real.events).as("step %d of seed %d", step, seed).isEqualTo(model.events);
            var pause = Duration.ofMillis(random.nextInt(-50, 100));
            model.clock.move(pause);
            real.clock.move(pause);
        }

        // Then
        assertThat(model.changes(null, 1000).changes()).as("enough happened").hasSizeGreaterThan(100);
        assertThat(real.list(null, 1000)).as("seed %d", seed).isEqualTo(model.list(null, 1000));
        assertThat(real.changes(null, 1000)).as("seed %d", seed).isEqualTo(model.changes(null, 1000));
        postgres.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    /** Something to do to either service; its answer says all that the caller learns. */
    private Function<Rig, Future<Object>> action(String space) {
        if (random.nextInt(20) == 0) {
            var role = pick(List.of(Role.VIEWER, Role.EDITOR));
            var members = random.nextBoolean()
                    ? new PutMembers(Rig.MANAGER, space, Map.of("user:eve", role), null)
                    : new PutMembers(Rig.MANAGER, space, null, List.of("user:eve"));
            return rig -> described(rig.spaces.putMembers(members));
        }
        if (random.nextInt(10) == 0) {
            var copy = new CopyDocument(pick(ACTORS), space, document(), null, document(), null);
            return rig -> described(rig.documents.copy(copy));
        }
        if (random.nextInt(8) == 0) {
            var deletion = new DeleteDocument(pick(ACTORS), space, document(), null, revision(), fence());
            return rig -> described(rig.documents.delete(deletion));
        }
        var batch = new WriteBatch(
                IntStream.rangeClosed(0, random.nextInt(6))
                        .mapToObj(n -> write(space))
                        .toList(),
                random.nextInt(8) == 0);
        return rig -> described(rig.documents.batch(batch));
    }

    private WriteDocument write(String space) {
        var readonly = random.nextInt(20) == 0 ? (Boolean) random.nextBoolean() : null;
        var operation = random.nextInt(5) == 0 ? "op" + random.nextInt(20) : null;
        var ifMatch = random.nextInt(10) == 0 ? "*" : null;
        var mode = pick(List.of(WriteMode.values()));
        boolean deletes = mode == WriteMode.DELETE;
        return new WriteDocument(
                pick(ACTORS),
                space,
                document(),
                mode,
                deletes ? new JsonObject() : fields(),
                ifMatch,
                revision(),
                fence(),
                operation,
                deletes ? null : readonly);
    }

    private JsonObject fields() {
        var fields = new JsonObject();
        IntStream.range(0, random.nextInt(3)).forEach(n -> fields.put(pick(List.of("a", "b", "c")), value()));
        return fields;
    }

    private @Nullable Object value() {
        return random.nextInt(4) == 0 ? null : pick(VALUES);
    }

    private String document() {
        return "d" + random.nextInt(6);
    }

    private @Nullable Long revision() {
        return random.nextInt(8) == 0 ? (Long) random.nextLong(1, 6) : null;
    }

    private @Nullable Long fence() {
        return random.nextInt(4) == 0 ? (Long) random.nextLong(1, 50) : null;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The answer, or the sentence of the refusal. */
    private static Future<Object> described(Future<?> answer) {
        return answer.<Object>map(given -> given).recover(failure -> Future.succeededFuture(failure.toString()));
    }
}
