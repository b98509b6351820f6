package io.lockstep.metadata;

import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.lock.WhenLocksAreAway;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Asks random listings of random documents of the pure matcher and of PostgreSQL and compares the answers. {@code
 * -Dlockstep.seed=…} replays a run.
 */
final class SelectorAgreementIT {
    private static final int DOCUMENTS = 150;
    private static final int LISTINGS = 400;
    private static final List<String> FIELDS = List.of("a", "b", "a.x", "b.x.y");
    private static final List<String> ORDERS = List.of("$gt", "$gte", "$lt", "$lte");

    private final long seed = Long.getLong("lockstep.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void postgres_selects_what_the_matcher_selects() throws Exception {
        // Given
        var vertx = Vertx.vertx();
        var postgres = PgMetadataStore.open(vertx, MetadataConfig.ofUri(TestPostgres.migratedDatabase()));
        var real = new Rig(postgres, Turns.of(vertx)).withSpace();
        var model = new Rig(new MemoryMetadataStore(), Turns.direct(), WhenLocksAreAway.REFUSE, real.space).withSpace();
        var documents = new WriteBatch(IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> real.request(EDITOR, "d" + i, WriteMode.CREATE, fields()))
                .toList());
        List.of(real, model).forEach(rig -> rig.await(() -> rig.documents.batch(documents)));

        int selected = 0;
        for (int i = 0; i < LISTINGS; i++) {
            // When
            var listing = new ListDocuments(
                    VIEWER, real.space, null, 1000, null, null, selector(3), sort(), random.nextBoolean());
            var expected = model.await(() -> model.documents.list(listing));
            var actual = real.await(() -> real.documents.list(listing));

            // Then
            assertThat(actual).as("seed %d, %s", seed, listing).isEqualTo(expected);
            selected += actual.documents().size();
        }
        assertThat(selected).as("selectors neither select all nor nothing").isBetween(LISTINGS, LISTINGS * DOCUMENTS);
        postgres.close().await(10, SECONDS);
        vertx.close().await(10, SECONDS);
    }

    private JsonObject fields() {
        var fields = new JsonObject();
        List.of("a", "b", "c").forEach(field -> {
            if (random.nextInt(4) > 0) {
                fields.put(field, value(2));
            }
        });
        return fields;
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 8)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> random.nextInt(4) / 2.0;
            case 4 -> pick(List.of(1e20, -0.0, 4.9e-324, 9007199254740993L));
            case 5, 6 -> pick(List.of("", "a", "B", "ü", "\uFFFD", "\uD83D\uDE00", "1"));
            case 7 ->
                new JsonArray(IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> value(0))
                        .toList());
            default -> new JsonObject().put("x", value(depth - 1)).put("y", value(depth - 1));
        };
    }

    private JsonObject selector(int depth) {
        var selector = new JsonObject();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int kind = random.nextInt(depth > 0 ? 8 : 5);
            if (kind < 5) {
                selector.put(pick(FIELDS), condition(depth));
            } else if (kind == 5) {
                selector.put("$not", selector(depth - 1));
            } else {
                selector.put(
                        pick(List.of("$and", "$or", "$nor")),
                        new JsonArray().add(selector(depth - 1)).add(selector(depth - 1)));
            }
        }
        return selector;
    }

    private @Nullable Object condition(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> value(2);
            case 1 -> new JsonObject().put("$eq", value(2));
            case 2 -> new JsonObject().put("$ne", value(1));
            case 3 -> json("$in", new JsonArray().add(value(1)).add(value(1)));
            case 4 -> json("$nin", new JsonArray().add(value(1)).add(value(1)));
            case 5 -> json("$exists", random.nextBoolean());
            case 6 ->
                depth > 0 ? json("$not", new JsonObject().put("$eq", value(1))) : new JsonObject().put("$eq", value(1));
            default -> json(pick(ORDERS), random.nextBoolean() ? (Object) random.nextInt(3) : "a");
        };
    }

    private List<ListDocuments.Sort> sort() {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(
                        i -> new ListDocuments.Sort(pick(List.of("a", "b", "a.x", "updatedAt")), random.nextBoolean()))
                .toList();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
