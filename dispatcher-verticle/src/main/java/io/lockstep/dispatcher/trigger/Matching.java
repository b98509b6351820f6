package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.metadata.Verb;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerDialect.References;
import io.lockstep.contract.trigger.TriggerDialect.Tree;
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
 * @param dialect of the rules
 * @param directories the paths of directories, by their id, for rules that name one
 */
record Matching(TriggerDialect dialect, Map<String, String> directories) {
    /** The rule must be one for the space in which it happened. */
    boolean matches(TriggerRule rule, Happening happening) {
        var change = happening.change();
        if (!rule.verbs().contains(change.verb())) {
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

    private boolean isChanged(String field, Happening happening) {
        return happening.change().verb() != Verb.UPDATED
                || happening.isUnknown()
                || !printed(happening.before(), field).equals(printed(happening.after(), field));
    }

    private boolean hasValue(List<String> values, String field, Happening happening) {
        return happening.isUnknown()
                || hasAny(values, happening.after(), field)
                || hasAny(values, happening.before(), field);
    }

    private boolean hasAny(List<String> values, Optional<JsonObject> document, String field) {
        return document.isPresent() && printed(document, field).stream().anyMatch(values::contains);
    }

    /** A document counts as inside of a directory before it is moved out, and after it is moved in. */
    private boolean isInside(TriggerRule rule, Happening happening) {
        return dialect.tree()
                .filter(tree -> tree.space().equals(happening.change().space()))
                .filter(tree -> rule.values().stream()
                        .anyMatch(directory -> isInside(tree, directory, happening.before())
                                || isInside(tree, directory, happening.after())))
                .isPresent();
    }

    private boolean isInside(Tree tree, String directory, Optional<JsonObject> document) {
        if (document.isEmpty()) {
            return false;
        }
        var path = directories.get(directory);
        return directory.equals(document.get().getValue(tree.parent()))
                || (path != null
                        && document.get().getValue(tree.path()) instanceof String own
                        && own.startsWith(path.endsWith("/") ? path : path + "/"));
    }

    /** The texts of a field: one, or those of a list; of references their {@code type/id}. */
    private List<String> printed(Optional<JsonObject> document, String field) {
        var value = document.map(fields -> fields.getValue(field)).orElse(null);
        if (!(value instanceof JsonArray list)) {
            return List.of(text(field, value));
        }
        var texts = new ArrayList<String>();
        list.forEach(element -> texts.add(text(field, element)));
        return texts;
    }

    private String text(String field, @Nullable Object value) {
        if (value == null) {
            return "<nil>";
        }
        return dialect.references()
                .filter(references -> references.field().equals(field))
                .filter(references -> value instanceof JsonObject)
                .map(references -> reference(references, (JsonObject) value))
                .orElseGet(value::toString);
    }

    private static String reference(References references, JsonObject value) {
        return value.getValue(references.type()) + "/" + value.getValue(references.id());
    }
}
