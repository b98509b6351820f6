package io.lockstep.deploy.config;

import io.lockstep.deploy.StartFailure;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the configuration: what the environment gives stands above what the YAML file gives, and that above the defaults.
 * {@link NotifyPushAliases} are names of the environment too.
 * An empty text counts as not given. A key that is no setting fails, naming the one that was probably meant.
 */
final class ConfigReader {
    /** Names the YAML file. */
    static final String FILE = SettingKey.PREFIX + "CONFIG";

    /** Names that belong to the commands, which may be in the same file of variables. */
    private static final Set<String> OF_COMMANDS =
            Set.of("LOCKSTEP_URL", "LOCKSTEP_PUBLIC_URL", "LOCKSTEP_TOKEN", "LOCKSTEP_PASSWORD");

    private final Map<String, String> given = new HashMap<>();
    private final List<SettingKey> keys = SettingKey.of(LockstepConfig.class);

    private ConfigReader() {}

    static LockstepConfig read(Map<String, String> environment) {
        var reader = new ConfigReader();
        Optional.ofNullable(environment.get(FILE))
                .filter(file -> !file.isEmpty())
                .ifPresent(file -> reader.take(Path.of(file)));
        reader.takeAliases(environment);
        reader.take(environment);
        return reader.build(LockstepConfig.class, "");
    }

    private void take(Path file) {
        var known = keys.stream().map(SettingKey::path).toList();
        YamlFile.read(file).forEach((path, text) -> {
            if (!known.contains(path)) {
                throw new StartFailure("'" + path + "' in " + file + " is not a setting" + Nearest.hint(path, known));
            }
            given.put(path, text);
        });
    }

    private void take(Map<String, String> environment) {
        var known = new HashMap<String, String>();
        keys.forEach(key -> known.put(key.environmentName(), key.path()));
        environment.forEach((name, text) -> {
            if (!name.startsWith(SettingKey.PREFIX) || name.equals(FILE) || OF_COMMANDS.contains(name)) {
                return;
            }
            var path = known.get(name);
            if (path == null) {
                throw new StartFailure(name + " is not a setting" + Nearest.hint(name, known.keySet()));
            }
            given.put(path, text);
        });
    }

    /** What our own names say stands above them. */
    private void takeAliases(Map<String, String> environment) {
        given.putAll(NotifyPushAliases.of(environment));
    }

    private <R> R build(Class<R> record, String prefix) {
        var components = record.getRecordComponents();
        var types =
                Arrays.stream(components).map(component -> component.getType()).toArray(Class<?>[]::new);
        var values = Arrays.stream(components)
                .map(component -> component.getType().isRecord()
                        ? build(component.getType(), SettingKey.join(prefix, component.getName()))
                        : value(SettingKey.join(prefix, component.getName())))
                .toArray();
        try {
            return record.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException invalid) {
            throw invalid(invalid.getCause());
        } catch (ReflectiveOperationException noRecord) {
            throw new IllegalStateException(noRecord);
        }
    }

    private Object value(String path) {
        var key = keys.stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .orElseThrow();
        var text = given.getOrDefault(path, "").strip();
        return SettingValue.parse(key, text.isEmpty() ? key.standard() : text);
    }

    /** A record says which of its paths is wrong; who set it in the environment knows it by another name. */
    private StartFailure invalid(@Nullable Throwable cause) {
        if (!(cause instanceof IllegalArgumentException)) {
            throw new IllegalStateException(cause);
        }
        var sentence = String.valueOf(cause.getMessage());
        return new StartFailure(keys.stream()
                .filter(key -> sentence.startsWith(key.path() + " "))
                .findFirst()
                .map(key -> sentence + " (" + key.environmentName() + ")")
                .orElse(sentence));
    }
}
