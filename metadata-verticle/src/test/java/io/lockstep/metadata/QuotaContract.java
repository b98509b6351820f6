package io.lockstep.metadata;

import static io.lockstep.contract.FailureCode.FORBIDDEN;
import static io.lockstep.contract.FailureCode.QUOTA;
import static io.lockstep.contract.metadata.WriteMode.CREATE;
import static io.lockstep.contract.metadata.WriteMode.MERGE;
import static io.lockstep.contract.metadata.WriteMode.REPLACE;
import static io.lockstep.contract.metadata.WriteMode.UPSERT;
import static io.lockstep.metadata.Rig.ADMIN;
import static io.lockstep.metadata.Rig.EDITOR;
import static io.lockstep.metadata.Rig.MANAGER;
import static io.lockstep.metadata.Rig.VIEWER;
import static io.lockstep.metadata.Rig.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.metadata.CopyDocument;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.Space;
import io.lockstep.contract.metadata.WriteBatch;
import io.lockstep.contract.metadata.WriteMode;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for the bytes of a space and the quota of its owner, whatever store is behind the service. */
interface QuotaContract {
    Rig rig();

    MetadataStore store();

    @Test
    default void bytes_are_exact_after_every_kind_of_write() {
        // Given
        var rig = owned(null);
        assertExact(rig);

        // When each happens, Then the bytes are those of the documents
        rig.write(EDITOR, "d", CREATE, json("text", "käse \"\\\n\u0001", "n", 1.5, "list", List.of(1, 2), "o", json()));
        assertExact(rig);
        rig.write(EDITOR, "d", MERGE, json("text", "€😀").putNull("n"));
        assertExact(rig);
        rig.write(EDITOR, "d", REPLACE, json("other", true));
        assertExact(rig);
        rig.write(EDITOR, "d", UPSERT, json("more", "x".repeat(500)));
        rig.write(EDITOR, "d", UPSERT, json("more", "x".repeat(500)));
        assertExact(rig);
        rig.await(() -> rig.documents.copy(new CopyDocument(EDITOR, rig.space, "d", null, "copy", null)));
        assertExact(rig);
        assertThat(atomic(rig, CREATE, "e", "f", "e")).doesNotContain("1/1");
        assertExact(rig);
        assertThat(atomic(rig, UPSERT, "e", "f", "e")).hasSize(3);
        assertExact(rig);
        rig.writeTogether(
                rig.request(EDITOR, "g", CREATE, json("n", 1)),
                rig.request(EDITOR, "g", CREATE, json("n", 22)),
                rig.request(EDITOR, "g", MERGE, json("n", 333)));
        assertExact(rig);
        rig.delete(EDITOR, "d");
        assertExact(rig);
        rig.write(EDITOR, "d", CREATE, json("again", 1));
        assertExact(rig);
        for (var document : List.of("d", "copy", "e", "f", "g")) {
            rig.delete(EDITOR, document);
        }
        assertThat(space(rig).usedBytes()).isZero();
    }

    @Test
    default void what_grows_over_the_quota_is_refused_and_its_neighbours_stand() {
        // Given
        var rig = owned(100L);
        rig.write(EDITOR, "d", CREATE, json("text", "x".repeat(50)));

        // When
        var answers = rig.writeTogether(
                rig.request(EDITOR, "small", CREATE, json("a", 1)),
                rig.request(EDITOR, "large", CREATE, json("text", "x".repeat(50))),
                rig.request(EDITOR, "tiny", CREATE, json("b", 2)));
        var refusal = rig.refusedWrite(EDITOR, "d", MERGE, json("text", "x".repeat(90)));

        // Then
        assertThat(answers).extracting(WritingContract::summary).containsExactly("1/2", "QUOTA", "1/3");
        assertThat(refusal.code()).isEqualTo(QUOTA);
        assertThat(refusal.details())
                .isEqualTo(new JsonObject().put("quotaBytes", 100L).put("usedBytes", 75L));
        assertThat(space(rig).usedBytes()).isEqualTo(75);
        assertThat(space(rig).quotaBytes()).isEqualTo(100);
        assertExact(rig);
    }

    @Test
    default void the_last_byte_may_be_used_and_not_one_more() {
        // Given
        var rig = owned(20L);

        // When
        var tooLong = rig.refusedWrite(EDITOR, "d", CREATE, json("text", "x".repeat(10)));
        rig.write(EDITOR, "d", CREATE, json("text", "x".repeat(9)));

        // Then
        assertThat(tooLong.code()).isEqualTo(QUOTA);
        assertThat(space(rig).usedBytes()).isEqualTo(20);
    }

    @Test
    default void a_full_space_can_be_read_shrunk_sorted_and_emptied() {
        // Given
        var rig = owned(null);
        rig.write(EDITOR, "d", CREATE, json("text", "long text", "done", true, "n", 9));
        bound(rig, 0L);

        // When
        rig.write(EDITOR, "d", MERGE, json("done", false, "n", 10));
        rig.write(EDITOR, "d", MERGE, json("text", "short"));
        var again = rig.refusedWrite(EDITOR, "d", MERGE, json("text", "long text"));
        var newField = rig.refusedWrite(EDITOR, "d", MERGE, json("other", 1));
        var empty = rig.refusedWrite(EDITOR, "e", CREATE, json());

        // Then
        assertThat(List.of(again.code(), newField.code(), empty.code())).containsOnly(QUOTA);
        assertThat(rig.read("d").fields()).isEqualTo(json("text", "short", "done", false, "n", 10));
        assertExact(rig);
        rig.delete(EDITOR, "d");
        assertThat(space(rig).usedBytes()).isZero();
    }

    @Test
    default void an_atomic_batch_over_the_quota_is_undone_as_a_whole() {
        // Given
        var rig = owned(100L);

        // When
        var answers = rig.await(() -> rig.documents.batch(new WriteBatch(
                        List.of(
                                rig.request(EDITOR, "d", CREATE, json("text", "x".repeat(60))),
                                rig.request(EDITOR, "e", CREATE, json("text", "x".repeat(60)))),
                        true)))
                .results();

        // Then
        assertThat(answers).extracting(WritingContract::summary).containsExactly("BAD_REQUEST", "QUOTA");
        assertThat(space(rig).usedBytes()).isZero();
    }

    @Test
    default void only_admins_say_whose_a_space_is() {
        // Given
        var rig = rig();
        var mine = new PutSpace(MANAGER, rig.space, null, null, null, "mary");

        // When
        var unowned = space(rig);
        var refusal = rig.refusal(() -> rig.spaces.put(mine));
        rig.await(() -> rig.spaces.put(new PutSpace(ADMIN, rig.space, null, null, null, "mary")));
        var same = rig.await(() -> rig.spaces.put(mine));

        // Then
        assertThat(unowned.usedBytes()).isNull();
        assertThat(refusal.code()).isEqualTo(FORBIDDEN);
        assertThat(same.usedBytes()).isZero();
        assertThat(same.quotaBytes()).isNull();
    }

    /** A space of a user with this quota. */
    private Rig owned(@Nullable Long quotaBytes) {
        var rig = rig();
        bound(rig, quotaBytes);
        var owned = rig.await(() -> rig.spaces.put(new PutSpace(ADMIN, rig.space, null, null, null, owner(rig))));
        assertThat(owned.quotaBytes()).isEqualTo(quotaBytes);
        return rig;
    }

    private void bound(Rig rig, @Nullable Long quotaBytes) {
        rig.await(() -> store().accounts()
                .putAccount(new StoredAccount(owner(rig), "hash", "Owner", List.of(), quotaBytes), false));
    }

    private static String owner(Rig rig) {
        return "owner of " + rig.space;
    }

    private static Space space(Rig rig) {
        return rig.await(() -> rig.spaces.get(new GetSpace(VIEWER, rig.space)));
    }

    private static void assertExact(Rig rig) {
        var bytes = rig.list(null, 100).documents().stream()
                .mapToLong(document -> document.fields().encode().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertThat(space(rig).usedBytes()).isEqualTo(bytes);
    }

    private static List<String> atomic(Rig rig, WriteMode mode, String... documents) {
        var writes = List.of(documents).stream()
                .map(document -> rig.request(EDITOR, document, mode, json("text", document)))
                .toList();
        return rig.await(() -> rig.documents.batch(new WriteBatch(writes, true))).results().stream()
                .map(WritingContract::summary)
                .toList();
    }
}
