package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.lock.Lock;
import io.lockstep.contract.metadata.Document;
import io.lockstep.contract.metadata.FieldDefinition;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a list is asked for. Pure.
 *
 * <p>Bare names are conditions on properties; one that the schema does not have is none, as when a page adds a number against
 * caches. What else begins with {@code _} is accepted and means nothing here.
 */
record ListQuery(
        Page page,
        String search,
        Order order,
        List<Filter> filters,
        Set<String> only,
        Set<String> without,
        boolean wantsEmpty,
        Optional<Set<String>> facets) {
    private static final int MAX_BUCKETS = 100;

    ListQuery {
        filters = List.copyOf(filters);
        only = Set.copyOf(only);
        without = Set.copyOf(without);
    }

    /** Fails with BAD_REQUEST for what is malformed. */
    static ListQuery of(MultiMap query) {
        var empty = query.get("_empty");
        return new ListQuery(
                Page.of(query, false),
                Optional.ofNullable(query.get("_search")).orElse("").strip(),
                Order.of(query),
                query.names().stream()
                        .flatMap(name -> Filter.of(name, query.getAll(name)).stream())
                        .toList(),
                names(query, "_fields"),
                names(query, "_unset"),
                "true".equals(empty) || "1".equals(empty),
                facets(query));
    }

    /** One name, several with commas between them, or several parameters. */
    private static Set<String> names(MultiMap query, String parameter) {
        var names = new HashSet<String>();
        for (var key : List.of(parameter, parameter + "[]")) {
            query.getAll(key).forEach(value -> names.addAll(Arrays.asList(value.split(","))));
        }
        names.remove("");
        return names;
    }

    /** The properties whose values are to be counted; {@code extend} means all that can be. */
    private static Optional<Set<String>> facets(MultiMap query) {
        var names = names(query, "_facets");
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(names.contains("extend") || names.contains("true") ? Set.of() : names);
    }

    /** This part of these objects, which are all of the place. */
    Result on(ObjectPlace place, List<FieldDefinition> definitions, List<Document> documents) {
        var known = definitions.stream().map(FieldDefinition::name).collect(Collectors.toSet());
        var conditions = filters.stream()
                .filter(filter -> known.isEmpty() || known.contains(filter.property()))
                .toList();
        var chosen = documents.stream()
                .filter(document -> conditions.stream().allMatch(condition -> condition.matches(document.fields())))
                .filter(document -> search.isEmpty() || Filter.contains(document.fields(), search))
                .sorted(order.comparator())
                .toList();
        return new Result(this, place, definitions, page.of(chosen), chosen);
    }

    /** The objects of a page, and all that were chosen. */
    record Result(
            ListQuery query,
            ObjectPlace place,
            List<FieldDefinition> definitions,
            List<Document> documents,
            List<Document> chosen) {
        JsonObject json(Map<String, Lock> locks) {
            var results = new JsonArray();
            for (var document : documents) {
                results.add(object(document, Optional.ofNullable(locks.get(document.document()))));
            }
            var json = new JsonObject()
                    .put("results", results)
                    .mergeIn(query.page().around(chosen.size()))
                    .put(
                            ObjectFields.SELF,
                            new JsonObject()
                                    .put("source", "database")
                                    .put("register", place.registerNumber())
                                    .put("schema", place.schemaNumber()));
            query.facets().ifPresent(names -> json.put("facets", facets(names)));
            return json;
        }

        private JsonObject object(Document document, Optional<Lock> lock) {
            var whole = query.wantsEmpty()
                    ? ObjectJson.whole(place, document, lock, definitions)
                    : ObjectJson.read(place, document, lock);
            var object = new JsonObject();
            whole.forEach(member -> {
                var name = member.getKey();
                boolean isOwn = name.equals("id") || name.equals(ObjectFields.SELF);
                if ((isOwn || query.only().isEmpty() || query.only().contains(name))
                        && !query.without().contains(name)) {
                    object.put(name, member.getValue());
                }
            });
            return object;
        }

        /** How often each value occurs, the most frequent first. */
        private JsonObject facets(Set<String> names) {
            var facets = new JsonObject();
            for (var definition : definitions) {
                var name = definition.name();
                if (names.isEmpty() ? CatalogueJson.isFacetable(definition) : names.contains(name)) {
                    facets.put(name, new JsonObject().put("buckets", buckets(name)));
                }
            }
            return facets;
        }

        private JsonArray buckets(String name) {
            Map<String, Long> counts = chosen.stream()
                    .map(document -> document.fields().getValue(name))
                    .filter(value -> value != null && !value.equals(""))
                    .flatMap(value -> value instanceof JsonArray array ? array.stream() : List.of(value).stream())
                    .collect(Collectors.groupingBy(String::valueOf, Collectors.counting()));
            var buckets = new JsonArray();
            counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MAX_BUCKETS)
                    .forEach(entry -> buckets.add(
                            new JsonObject().put("key", entry.getKey()).put("count", entry.getValue())));
            return buckets;
        }
    }
}
