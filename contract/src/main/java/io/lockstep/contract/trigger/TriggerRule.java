package io.lockstep.contract.trigger;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.lockstep.contract.Require;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.Verb;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a trigger, written {@code type[:VERBS[:VALUES[:FIELD]]]}.
 *
 * <ul>
 *   <li>The type is the id of a space with its colons written {@code %3A}, or a word that the {@link TriggerDialect} makes one
 *       of.
 *   <li>The verbs are those of {@code CREATED}, {@code UPDATED} and {@code DELETED} that count, with commas between them;
 *       {@code ALL}, nothing or no part for all.
 *   <li>The values are compared with a field of the document, before and after the change, or with the document's id when no
 *       field is named. {@code !=} alone asks whether the change changed the field.
 * </ul>
 *
 * @param type decoded
 * @param values none for any document
 * @param field null for the document's id
 */
public record TriggerRule(
        String type,
        Set<Verb> verbs,
        List<String> values,
        @Nullable String field) {
    /** The one value that stands for a change of the field. */
    public static final String CHANGED = "!=";

    private static final int MAX_PARTS = 4;
    private static final int FIELD = 3;
    private static final Set<Verb> ALL = Set.of(Verb.CREATED, Verb.UPDATED, Verb.DELETED);

    public TriggerRule {
        verbs = Set.copyOf(verbs);
        values = List.copyOf(values);
    }

    /** Fails with BAD_REQUEST for what is no rule. */
    @CanIgnoreReturnValue
    public static TriggerRule parse(String text) {
        var parts = Require.present(text, "rules").split(":", -1);
        if (parts.length > MAX_PARTS) {
            throw bad(text, "it has more than " + MAX_PARTS + " parts");
        }
        if (text.chars().anyMatch(Character::isWhitespace)) {
            throw bad(text, "it has a space: give each rule by itself");
        }
        var values = parts.length > 2 && !parts[2].isEmpty() ? List.of(parts[2].split(",", -1)) : List.<String>of();
        var field = parts.length > FIELD && !parts[FIELD].isEmpty() ? parts[FIELD] : null;
        if (values.equals(List.of(CHANGED)) && field == null) {
            throw bad(text, "'!=' needs a field");
        }
        if (values.isEmpty() && field != null) {
            throw bad(text, "the field has no values to compare with");
        }
        return new TriggerRule(type(text, parts[0]), verbs(text, parts.length > 1 ? parts[1] : ""), values, field);
    }

    /** Of whose changes it speaks. Fails with BAD_REQUEST for a type that is no space and no word of the dialect. */
    public String space(TriggerDialect dialect) {
        if (namesSpace(type)) {
            return type;
        }
        return dialect.wire()
                .map(wire -> SpaceId.of(wire, type))
                .orElseThrow(() -> bad(type, "its type is no id of a space, with %3A for each colon"));
    }

    /** Whether it asks if the change changed its field. */
    public boolean asksForChange() {
        return values.equals(List.of(CHANGED));
    }

    private static String type(String rule, String part) {
        if (part.isEmpty()) {
            throw bad(rule, "it has no type");
        }
        try {
            var type = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (namesSpace(type)) {
                SpaceId.check(type);
            }
            return type;
        } catch (IllegalArgumentException malformed) {
            throw bad(rule, "its type is malformed");
        }
    }

    private static boolean namesSpace(String type) {
        return type.contains(":");
    }

    private static Set<Verb> verbs(String rule, String part) {
        if (part.isEmpty() || part.equals("ALL")) {
            return ALL;
        }
        var verbs = EnumSet.noneOf(Verb.class);
        for (var name : List.of(part.split(",", -1))) {
            verbs.add(ALL.stream()
                    .filter(verb -> verb.json().toUpperCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> bad(rule, "'" + name + "' is none of CREATED, UPDATED, DELETED, ALL")));
        }
        return verbs;
    }

    private static RuntimeException bad(String rule, String why) {
        return Require.badRequest("'" + rule + "' is no rule: " + why);
    }
}
