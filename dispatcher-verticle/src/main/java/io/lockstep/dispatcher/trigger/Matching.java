package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.trigger.TriggerRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule matches what happened. Pure.
 *
 * <p>What cannot be known, because a change was too large to be kept in the feed, matches: rather once too often than never.
 *
 * @param directories the paths of directories, by their id, for rules that name one
 */
record Matching(Map<String, String> directories) {
    /** The one space whose values may name a directory, for all that is in it. */
    static final String FILES = SpaceId.of("cozy", "io.cozy.files");

    private static final String DIRECTORY = "dir_id";
    private static final String PATH = "path";
    private static final String REFERENCED_BY = "referenced_by";

    boolean matches(TriggerRule rule, Happening happening) {
        var change = happening.change();
        if (!rule.space().equals(change.space()) || !rule.verbs().contains(change.verb())) {
            return false;
        }
        if (rule.values().isEmpty()) {
            return true;
        }
        var field = rule.field();
        if (field == null) {
            return rule.values().contains(change.document()) || isInside(rule, happening);
        }
        return rule.asksForChange() ? isChanged(field, happening) : hasValue(rule.values(), field, happening);
    }

    private static boolean isChanged(String field, Happening happening) {
        return happening.change().verb() != Verb.UPDATED
                || happening.isUnknown()
                || !printed(happening.before(), field).equals(printed(happening.after(), field));
    }

    private static boolean hasValue(List<String> values, String field, Happening happening) {
        return happening.isUnknown()
                || hasAny(values, happening.after(), field)
                || hasAny(values, happening.before(), field);
    }

    private static boolean hasAny(List<String> values, Optional<JsonObject> document, String field) {
        return document.isPresent() && printed(document, field).stream().anyMatch(values::contains);
    }

    /** A file counts as inside of the directory before it is moved out, and after it is moved in. */
    private boolean isInside(TriggerRule rule, Happening happening) {
        return rule.space().equals(FILES)
                && rule.values().stream()
                        .anyMatch(directory ->
                                isInside(directory, happening.before()) || isInside(directory, happening.after()));
    }

    private boolean isInside(String directory, Optional<JsonObject> file) {
        if (file.isEmpty()) {
            return false;
        }
        var path = directories.get(directory);
        return directory.equals(file.get().getValue(DIRECTORY))
                || (path != null
                        && file.get().getValue(PATH) instanceof String own
                        && own.startsWith(path.endsWith("/") ? path : path + "/"));
    }

    /** The texts of a field: one, or those of a list; of references their {@code type/id}. */
    private static List<String> printed(Optional<JsonObject> document, String field) {
        var value = document.map(fields -> fields.getValue(field)).orElse(null);
        if (!(value instanceof JsonArray list)) {
            return List.of(text(field, value));
        }
        var texts = new ArrayList<String>();
        list.forEach(element -> texts.add(text(field, element)));
        return texts;
    }

    private static String text(String field, @Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        return field.equals(REFERENCED_BY) && value instanceof JsonObject reference
                ? reference.getString("type") + "/" + reference.getString("id")
                : value.toString();
    }
}
