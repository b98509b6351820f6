package io.lockstep.deploy.config;

import io.lockstep.deploy.StartFailure;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the text of a setting into the type of its component. Lists are separated by commas. */
final class SettingValue {
    private SettingValue() {}

    static Object parse(SettingKey key, String text) {
        if (key.type() instanceof ParameterizedType generic) {
            var element = generic.getActualTypeArguments()[0];
            var raw = generic.getRawType();
            if (raw == Optional.class) {
                return text.isEmpty() ? Optional.empty() : Optional.of(one(key, element, text));
            }
            var all = elements(text).map(part -> one(key, element, part));
            return raw == Set.class ? all.collect(Collectors.toSet()) : all.toList();
        }
        return one(key, key.type(), text);
    }

    private static Stream<String> elements(String text) {
        return List.of(text.split(",")).stream().map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Object one(SettingKey key, Type type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == int.class) {
            return number(key, text);
        }
        if (type == boolean.class) {
            return truth(key, text);
        }
        if (type == Path.class) {
            return path(key, text);
        }
        if (type instanceof Class<?> word && word.isEnum()) {
            return word(key, word, text);
        }
        throw new IllegalStateException(key.path() + " has a type that cannot be read: " + type);
    }

    private static int number(SettingKey key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException noNumber) {
            throw wrong(key, "a number", text);
        }
    }

    private static boolean truth(SettingKey key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false", text);
        };
    }

    private static Path path(SettingKey key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException noPath) {
            throw wrong(key, "a path", text);
        }
    }

    private static Object word(SettingKey key, Class<?> type, String text) {
        var words = Arrays.stream(type.getEnumConstants()).toList();
        return words.stream()
                .filter(word -> word.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        words.stream()
                                .map(word -> word.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ", "one of ", "")),
                        text));
    }

    private static StartFailure wrong(SettingKey key, String expected, String text) {
        return new StartFailure(
                key.path() + " (" + key.environmentName() + ") must be " + expected + ", not '" + text + "'");
    }
}
