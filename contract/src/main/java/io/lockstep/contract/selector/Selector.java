package io.lockstep.contract.selector;

import io.lockstep.contract.ServiceException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the fields of a document: a subset of CouchDB's Mango, parsed and checked.
 *
 * <p>{@code {"status": "draft", "pages": {"$gte": 10}, "$or": [{"owner": "alice"}, {"owner.name": {"$exists": false}}]}}
 *
 * <p>Known are {@code $eq} (also said by giving the value alone), {@code $ne}, {@code $gt}, {@code $gte}, {@code $lt},
 * {@code $lte}, {@code $in}, {@code $nin}, {@code $exists}, {@code $not}, and around selectors {@code $and}, {@code $or},
 * {@code $nor} and {@code $not}; a dot leads into an object, and so does an object without operators. As in Mango a
 * field that is absent satisfies only {@code "$exists": false}. Order is known between two numbers, and between two texts
 * by their code points; between anything else no comparison holds. Immutable, and pure.
 */
public sealed interface Selector {
    /** Whether a document with these fields is selected. */
    boolean matches(JsonObject fields);

    /** The top-level fields that it looks at: a change of any other field changes nothing about who is selected. */
    Set<String> fields();

    /** Fails with BAD_REQUEST, saying what is not known, for anything but the above. */
    static Selector parse(JsonObject json) throws ServiceException {
        return new SelectorParser().parse(json);
    }

    /** All of them hold; also when there are none. */
    record All(List<Selector> parts) implements Selector {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(JsonObject fields) {
            return parts.stream().allMatch(part -> part.matches(fields));
        }

        @Override
        public Set<String> fields() {
            return parts.stream().flatMap(part -> part.fields().stream()).collect(Collectors.toSet());
        }
    }

    /** At least one of them holds. */
    record Any(List<Selector> parts) implements Selector {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(JsonObject fields) {
            return parts.stream().anyMatch(part -> part.matches(fields));
        }

        @Override
        public Set<String> fields() {
            return parts.stream().flatMap(part -> part.fields().stream()).collect(Collectors.toSet());
        }
    }

    /** The other does not hold. */
    record Not(Selector part) implements Selector {
        @Override
        public boolean matches(JsonObject fields) {
            return !part.matches(fields);
        }

        @Override
        public Set<String> fields() {
            return part.fields();
        }
    }

    /** The field is there, with whatever value. */
    record Exists(Path path) implements Selector {
        @Override
        public boolean matches(JsonObject fields) {
            return path.isIn(fields);
        }

        @Override
        public Set<String> fields() {
            return Set.of(path.keys().get(0));
        }
    }

    /** The field has one of these values. */
    record In(Path path, List<@Nullable Object> values) implements Selector {
        @Override
        public boolean matches(JsonObject fields) {
            return path.isIn(fields) && values.stream().anyMatch(value -> Values.areEqual(path.of(fields), value));
        }

        @Override
        public Set<String> fields() {
            return Set.of(path.keys().get(0));
        }
    }

    /** The field has a value of the same kind, a number or a text, that stands so to this one. */
    record Compared(Path path, Order order, Object value) implements Selector {
        @Override
        public boolean matches(JsonObject fields) {
            var compared = Values.compare(path.of(fields), value);
            return compared.isPresent() && order.holds(compared.getAsInt());
        }

        @Override
        public Set<String> fields() {
            return Set.of(path.keys().get(0));
        }
    }

    /** How two values stand to each other. */
    enum Order {
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<=");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        boolean holds(int compared) {
            return switch (this) {
                case GREATER -> compared > 0;
                case GREATER_OR_EQUAL -> compared >= 0;
                case LESS -> compared < 0;
                case LESS_OR_EQUAL -> compared <= 0;
            };
        }
    }
}
