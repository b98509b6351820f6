package io.lockstep.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.ServiceException;
import io.lockstep.dispatcher.StorageMap.Mount;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests who sees a path, and for how long that is remembered. */
final class StorageMapTest {
    private static final List<Mount> MOUNTS = List.of(new Mount("alice", ""));

    private final List<Long> asked = new ArrayList<>();
    private Future<List<Mount>> answer = Future.succeededFuture(MOUNTS);
    private long nowNanos = Long.MAX_VALUE - 5;
    private double random;
    private final StorageMap storages = new CachedStorageMap(
            storage -> {
                asked.add(storage);
                return answer;
            },
            () -> nowNanos,
            () -> random);

    /** Of the original, who mounts foo/bar is told of foo/barbaz too. */
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', files/a, true",
        "foo/bar, foo/bar, true",
        "foo/bar, foo/bar/a, true",
        "foo/bar/, foo/bar/a, true",
        "foo/bar, foo/barbaz, false",
        "foo/bar, foo/barbaz/a, false",
        "foo/bar, foo, false",
        "foo/bar, '', false",
        "foo/bar, FOO/bar, false"
    })
    void user_sees_his_root_and_what_is_below_it(String root, String path, boolean isSeen) {
        assertThat(new Mount("alice", root).covers(path)).isEqualTo(isSeen);
    }

    @Test
    void answer_is_remembered_for_four_minutes_and_for_five_at_most() {
        // Given
        assertThat(storages.mounts(1).result()).isEqualTo(MOUNTS);
        random = 0.999;
        assertThat(storages.mounts(2).result()).isEqualTo(MOUNTS);

        // When
        nowNanos += Duration.ofMinutes(4).minusSeconds(1).toNanos();
        assertThat(storages.mounts(1).result()).isEqualTo(MOUNTS);
        nowNanos += Duration.ofSeconds(2).toNanos();
        assertThat(storages.mounts(1).result()).isEqualTo(MOUNTS);
        assertThat(storages.mounts(2).result()).isEqualTo(MOUNTS);
        nowNanos += Duration.ofSeconds(60).toNanos();
        assertThat(storages.mounts(2).result()).isEqualTo(MOUNTS);

        // Then
        assertThat(asked).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void failure_is_remembered_for_a_moment_only() {
        // Given
        answer = Future.failedFuture(new ServiceException(FailureCode.UNAVAILABLE, "away"));
        assertThat(storages.mounts(1).failed()).isTrue();
        assertThat(storages.mounts(1).failed()).isTrue();

        // When
        answer = Future.succeededFuture(MOUNTS);
        nowNanos += CachedStorageMap.FAILED.toNanos() + 1;

        // Then
        assertThat(storages.mounts(1).result()).isEqualTo(MOUNTS);
        assertThat(asked).containsExactly(1L, 1L);
    }

    @Test
    void oldest_of_too_many_storages_is_forgotten() {
        for (long storage = 0; storage <= CachedStorageMap.MAX_STORAGES; storage++) {
            assertThat(storages.mounts(storage).succeeded()).isTrue();
        }
        asked.clear();

        assertThat(storages.mounts(CachedStorageMap.MAX_STORAGES).succeeded()).isTrue();
        assertThat(storages.mounts(0).succeeded()).isTrue();
        assertThat(asked).containsExactly(0L);
    }

    @Test
    void without_a_source_nobody_sees_anything() {
        assertThat(new NoStorageMap().mounts(1).result()).isEmpty();
    }
}
