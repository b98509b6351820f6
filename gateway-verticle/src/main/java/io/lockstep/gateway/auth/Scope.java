package io.lockstep.gateway.auth;

import io.lockstep.contract.Require;
import io.lockstep.contract.selector.Path;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows of what its user's roles allow, in Cozy's grammar: rules
 * {@code type[:VERB,VERB|ALL][:value,value][:field]}, separated by spaces. A type may be {@code *}, or end in {@code .*} for
 * the name before it and all below. Values are ids of documents or, with a field, what that field of a document may hold.
 * Immutable, and pure.
 */
public record Scope(List<Rule> rules) {
    private static final int MAX_LENGTH = 4_000;
    private static final int MAX_PARTS = 4;
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    public Scope {
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param verbs the HTTP methods; empty for all
     * @param values empty for all documents
     * @param field null when the values are ids
     */
    record Rule(
            String type,
            Set<String> verbs,
            Set<String> values,
            @Nullable String field) {
        Rule {
            verbs = Set.copyOf(verbs);
            values = Set.copyOf(values);
        }

        private boolean covers(String verb, String asked) {
            return (verbs.isEmpty() || verbs.contains(verb)) && isOf(asked);
        }

        private boolean isOf(String asked) {
            if (type.equals("*") || type.equals(asked)) {
                return true;
            }
            var parent = type.endsWith(".*") ? type.substring(0, type.length() - 2) : null;
            return parent != null && (asked.equals(parent) || asked.startsWith(parent + "."));
        }

        private boolean chooses(JsonObject document) {
            var value = Path.parse(String.valueOf(field)).of(document);
            return value instanceof JsonArray array
                    ? array.stream().anyMatch(one -> values.contains(String.valueOf(one)))
                    : value instanceof List<?> list
                            ? list.stream().anyMatch(one -> values.contains(String.valueOf(one)))
                            : value != null && values.contains(String.valueOf(value));
        }
    }

    /** Fails with BAD_REQUEST naming the rule that is none; at least one is needed. */
    public static Scope parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw Require.badRequest("'scope' must have at most " + MAX_LENGTH + " characters");
        }
        var rules = Arrays.stream(text.strip().split(" +")).map(Scope::rule).toList();
        return new Scope(rules);
    }

    /** The text unchanged if it is a scope; fails as {@link #parse} does otherwise. */
    public static String check(String text) {
        return parse(text).rules().isEmpty() ? "" : text;
    }

    private static Rule rule(String text) {
        var parts = text.split(":", -1);
        if (parts.length > MAX_PARTS || parts[0].isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw malformed(text);
        }
        var verbs = parts.length > 1 ? list(parts[1].toUpperCase(Locale.ROOT)) : Set.<String>of();
        var isAll = verbs.isEmpty() || verbs.contains("ALL");
        if (!isAll && !VERBS.containsAll(verbs)) {
            throw malformed(text);
        }
        var values = parts.length > 2 ? list(parts[2]) : Set.<String>of();
        var field = parts.length > 3 && !parts[3].isEmpty() ? parts[3] : null;
        if (field != null
                && (values.isEmpty() || Arrays.asList(field.split("\\.", -1)).contains(""))) {
            throw malformed(text);
        }
        return new Rule(parts[0], isAll ? Set.of() : verbs, values, field);
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(one -> !one.isEmpty()).collect(Collectors.toSet());
    }

    private static RuntimeException malformed(String rule) {
        return Require.badRequest("'scope' has the rule '" + rule
                + "': write type[:VERB,VERB][:value,value][:field], with the verbs GET POST PUT PATCH DELETE ALL");
    }

    /** Whether all documents of the type may be treated so. */
    public boolean allowsType(String verb, String type) {
        return rules.stream()
                .anyMatch(rule -> rule.covers(verb, type) && rule.values().isEmpty());
    }

    /** Whether the document may be, whatever is in it. */
    public boolean allowsId(String verb, String type, String id) {
        return rules.stream()
                .anyMatch(rule -> rule.covers(verb, type)
                        && (rule.values().isEmpty()
                                || (rule.field() == null && rule.values().contains(id))));
    }

    /** Whether the document with these fields may be. */
    public boolean allowsDocument(String verb, String type, String id, JsonObject fields) {
        return allowsId(verb, type, id)
                || rules.stream()
                        .anyMatch(rule -> rule.covers(verb, type) && rule.field() != null && rule.chooses(fields));
    }

    /** Whether something of the type may be: what decides is in the document. */
    public boolean mayAllow(String verb, String type) {
        return rules.stream().anyMatch(rule -> rule.covers(verb, type));
    }
}
