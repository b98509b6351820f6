package io.lockstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lockstep.contract.event.Events;
import io.lockstep.contract.lease.Leases;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.push.PreAuth;
import io.lockstep.contract.push.SelfTests;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests every message against its golden file in {@code src/test/resources/golden}. A released file is never edited: it is
 * what services of other versions send.
 */
final class GoldenTest {

    static List<Sample> samples() {
        return Samples.ALL;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_record_becomes_its_file(Sample sample) {
        assertThat(Json.toJson(sample.message())).isEqualTo(golden(sample));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_file_becomes_its_record(Sample sample) {
        assertThat((Object) Json.fromJson(golden(sample), sample.message().getClass()))
                .isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void an_unknown_key_is_ignored(Sample sample) {
        var json = golden(sample).put("not_yet_invented", new JsonObject().put("a", 1));

        assertThat((Object) Json.fromJson(json, sample.message().getClass())).isEqualTo(sample.message());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_missing_required_key_is_named(Sample sample) {
        for (var key : sample.required()) {
            var json = golden(sample);
            json.remove(key);

            assertThatExceptionOfType(ServiceException.class)
                    .as("without %s", key)
                    .isThrownBy(() -> Json.fromJson(json, sample.message().getClass()))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_REQUEST))
                    .withMessageMatching("'([a-z]+\\.)?" + key + "' .*");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_other_key_of_a_request_may_be_left_out(Sample sample) {
        var optional = golden(sample).fieldNames().stream()
                .filter(key -> sample.isRequest() && !sample.required().contains(key))
                .toList();
        for (var key : optional) {
            var json = golden(sample);
            json.remove(key);

            assertThat((Object) Json.fromJson(json, sample.message().getClass()))
                    .as("without %s", key)
                    .isNotNull();
        }
    }

    /** Nodes of two versions run side by side while a cluster is rolled: what one sends the other reads. */
    @Test
    void messages_of_earlier_releases_are_as_they_were_and_still_read() throws IOException {
        var sampled = samples().stream().map(sample -> sample + ".json").toList();
        for (var line : text("/released/0.1.sha256").lines().toList()) {
            var file = line.substring(line.lastIndexOf(' ') + 1);

            assertThat(line).as("a released file is never edited").isEqualTo(sha256(file) + "  " + file);
            assertThat(sampled).as("read by a_file_becomes_its_record").contains(file);
        }
    }

    private static String sha256(String file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text("/golden/" + file).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException none) {
            throw new AssertionError(none);
        }
    }

    private static String text(String path) throws IOException {
        try (var file = GoldenTest.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void every_operation_has_a_golden_request_and_answer() {
        var sampled = samples().stream().map(Sample::toString).toList();
        var spoken = Stream.of(
                        Metadata.class,
                        Locks.class,
                        Events.class,
                        PreAuth.class,
                        SelfTests.class,
                        Triggers.class,
                        Leases.class)
                .flatMap(client -> Arrays.stream(client.getFields()))
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(GoldenTest::operation)
                .flatMap(operation -> Stream.of(operation.request(), operation.answer()))
                .map(Class::getSimpleName)
                .toList();

        assertThat(spoken).isNotEmpty();
        assertThat(sampled).containsAll(spoken);
    }

    private static Operation<?, ?> operation(java.lang.reflect.Field field) {
        try {
            return (Operation<?, ?>) Objects.requireNonNull(field.get(null));
        } catch (IllegalAccessException notPublic) {
            throw new AssertionError(notPublic);
        }
    }

    private static JsonObject golden(Sample sample) {
        try {
            return new JsonObject(text("/golden/" + sample + ".json"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
