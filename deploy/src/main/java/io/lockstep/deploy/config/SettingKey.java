package io.lockstep.deploy.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One setting: its path in the record tree, from which both its names follow, what it does, and its default.
 *
 * @param path in YAML, e.g. {@code http.port}
 */
record SettingKey(String path, Type type, String doc, String standard) {
    static final String PREFIX = "LOCKSTEP_";

    /** All settings of a record tree, in its order. */
    static List<SettingKey> of(Class<?> record) {
        return keys(record, "").toList();
    }

    /**
     * In the environment, e.g. {@code LOCKSTEP_HTTP_PORT}. Whether a group is enabled has the name of the group: {@code
     * LOCKSTEP_CLUSTER=true}.
     */
    String environmentName() {
        return PREFIX
                + path.replaceFirst("\\.enabled$", "")
                        .replace('.', '_')
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT);
    }

    static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    private static Stream<SettingKey> keys(Class<?> record, String prefix) {
        return Arrays.stream(record.getRecordComponents()).flatMap(component -> keys(component, prefix));
    }

    private static Stream<SettingKey> keys(RecordComponent component, String prefix) {
        var path = join(prefix, component.getName());
        if (component.getType().isRecord()) {
            return keys(component.getType(), path);
        }
        var setting = Objects.requireNonNull(component.getAnnotation(Setting.class), path + " has no @Setting");
        return Stream.of(new SettingKey(path, component.getGenericType(), setting.value(), setting.standard()));
    }
}
