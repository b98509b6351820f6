package io.lockstep.gateway.wire.metavox;

import io.lockstep.contract.Require;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a folder's files are filtered and sorted by. Pure state of one request. */
final class MetavoxFilter {
    private static final String MULTIPLE = "multiselect";

    private MetavoxFilter() {}

    /** The different values of fields that are not empty, in order; each choice of several counts by itself. */
    static final class Values {
        private final Map<String, FieldDefinition> definitions = new HashMap<>();
        private final List<String> names;
        private final Map<String, TreeSet<String>> found = new TreeMap<>();

        /** @param names of the fields; all when there are none */
        Values(List<FieldDefinition> definitions, List<String> names) {
            definitions.forEach(definition -> this.definitions.put(definition.name(), definition));
            this.names = names;
            names.forEach(name -> found.put(name, new TreeSet<>()));
            if (names.isEmpty()) {
                definitions.forEach(definition -> found.put(definition.name(), new TreeSet<>()));
            }
        }

        void add(Document document) {
            for (var name : document.fields().fieldNames()) {
                if (isAsked(name)) {
                    found.computeIfAbsent(name, absent -> new TreeSet<>())
                            .addAll(parts(
                                    Optional.ofNullable(definitions.get(name)),
                                    document.fields().getValue(name)));
                }
            }
        }

        private boolean isAsked(String name) {
            return names.isEmpty() ? definitions.isEmpty() || definitions.containsKey(name) : names.contains(name);
        }

        JsonObject json() {
            var json = new JsonObject();
            found.forEach((name, values) -> json.put(name, new JsonArray(List.copyOf(values))));
            return json;
        }
    }

    private static List<String> parts(Optional<FieldDefinition> definition, @Nullable Object value) {
        var text = MetavoxValues.text(value);
        if (text.isEmpty()) {
            return List.of();
        }
        boolean isMultiple = value instanceof JsonArray
                || definition.filter(known -> known.type().equals(MULTIPLE)).isPresent();
        return isMultiple ? MetavoxValues.choices(value) : List.of(text);
    }

    /** Files in the order of a field's values; those without one last, equal ones by their numbers. */
    static final class Order {
        private static final Set<String> TYPES = Set.of("text", "number", "date", "checkbox");

        private final Optional<String> field;
        private final boolean isDescending;
        private final boolean isNumeric;
        private final Map<String, Set<String>> filters;
        private final Map<String, FieldDefinition> definitions = new HashMap<>();
        private final List<Row> rows = new ArrayList<>();

        private record Row(long id, String text, Optional<BigDecimal> number) {}

        private Order(
                Optional<String> field,
                boolean isDescending,
                boolean isNumeric,
                Map<String, Set<String>> filters,
                List<FieldDefinition> definitions) {
            this.field = field;
            this.isDescending = isDescending;
            this.isNumeric = isNumeric;
            this.filters = filters;
            definitions.forEach(definition -> this.definitions.put(definition.name(), definition));
        }

        /** Fails with BAD_REQUEST when it is no order. */
        static Order of(MetavoxInput input, List<FieldDefinition> definitions) {
            var field = input.text("sort_field").filter(name -> !name.isEmpty());
            var direction = input.text("sort_order").orElse("asc");
            if (!direction.equals("asc") && !direction.equals("desc")) {
                throw Require.badRequest("'sort_order' must be asc or desc");
            }
            var type = input.text("sort_field_type")
                    .filter(given -> !given.isEmpty())
                    .orElseGet(() -> definitions.stream()
                            .filter(definition -> field.equals(Optional.of(definition.name())))
                            .map(FieldDefinition::type)
                            .filter(TYPES::contains)
                            .findFirst()
                            .orElse("text"));
            if (!TYPES.contains(type)) {
                throw Require.badRequest("'sort_field_type' must be text, number, date or checkbox");
            }
            return new Order(field, direction.equals("desc"), type.equals("number"), filters(input), definitions);
        }

        private static Map<String, Set<String>> filters(MetavoxInput input) {
            var filters = new HashMap<String, Set<String>>();
            input.object("filters")
                    .ifPresent(given -> given.fieldNames().forEach(name -> {
                        var value = given.getValue(name);
                        var wanted = new TreeSet<String>();
                        if (value instanceof JsonArray array) {
                            array.forEach(one -> wanted.add(MetavoxValues.text(one)));
                        } else {
                            wanted.add(MetavoxValues.text(value));
                        }
                        if (!wanted.isEmpty()) {
                            filters.put(name, wanted);
                        }
                    }));
            return filters;
        }

        void add(Document document) {
            if (filters.entrySet().stream().allMatch(filter -> matches(document, filter.getKey(), filter.getValue()))) {
                var text = field.map(
                                name -> MetavoxValues.text(document.fields().getValue(name)))
                        .orElse("");
                rows.add(new Row(
                        Long.parseLong(document.document()), text, isNumeric ? number(text) : Optional.empty()));
            }
        }

        private boolean matches(Document document, String name, Set<String> wanted) {
            var value = document.fields().getValue(name);
            var parts = parts(Optional.ofNullable(definitions.get(name)), value);
            return parts.isEmpty() ? wanted.contains("") : !Collections.disjoint(parts, wanted);
        }

        private static Optional<BigDecimal> number(String text) {
            try {
                return text.length() > 400 ? Optional.empty() : Optional.of(new BigDecimal(text.strip()));
            } catch (NumberFormatException notANumber) {
                return Optional.empty();
            }
        }

        JsonArray ids() {
            rows.sort(comparator());
            return new JsonArray(rows.stream().map(Row::id).toList());
        }

        private Comparator<Row> comparator() {
            Comparator<Row> values = isNumeric
                    ? Comparator.comparing(row -> row.number().orElse(BigDecimal.ZERO))
                    : Comparator.comparing(
                            Row::text, String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
            Comparator<Row> emptyLast = Comparator.comparing(
                    row -> isNumeric ? row.number().isEmpty() : row.text().isEmpty());
            return emptyLast
                    .thenComparing(isDescending ? values.reversed() : values)
                    .thenComparing(Row::id);
        }
    }
}
