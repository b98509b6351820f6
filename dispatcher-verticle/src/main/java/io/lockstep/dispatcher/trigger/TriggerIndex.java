package io.lockstep.dispatcher.trigger;

import io.lockstep.contract.trigger.EnqueueJobs.NewJob;
import io.lockstep.contract.trigger.TriggerDialect;
import io.lockstep.contract.trigger.TriggerRule;
import io.lockstep.contract.trigger.TriggerWork.Order;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The triggers by the spaces that their rules name, so that a change is compared with the rules of its own space only.
 * Immutable.
 *
 * @param version of the triggers
 * @param dialect of their rules
 */
record TriggerIndex(long version, TriggerDialect dialect, Map<String, List<Bound>> bySpace) {
    /** Of no triggers yet. */
    static TriggerIndex unknown(TriggerDialect dialect) {
        return new TriggerIndex(-1, dialect, Map.of());
    }

    /** The rules of one trigger for one space. */
    record Bound(Order order, List<TriggerRule> rules, long since) {}

    static TriggerIndex of(long version, TriggerDialect dialect, List<Order> orders) {
        var bySpace = new HashMap<String, List<Bound>>();
        for (var order : orders) {
            var rules = new LinkedHashMap<String, List<TriggerRule>>();
            order.rules().forEach(text -> {
                var rule = TriggerRule.parse(text);
                rules.computeIfAbsent(rule.space(dialect), first -> new ArrayList<>())
                        .add(rule);
            });
            rules.forEach((space, own) -> bySpace.computeIfAbsent(space, first -> new ArrayList<>())
                    .add(new Bound(order, List.copyOf(own), order.since().getOrDefault(space, 0L))));
        }
        return new TriggerIndex(version, dialect, bySpace);
    }

    boolean isEmpty() {
        return bySpace.isEmpty();
    }

    /** What may be the id of a directory whose path is needed to compare the changes of a space. */
    Set<String> directories(String space) {
        var ids = new HashSet<String>();
        if (dialect.tree().filter(tree -> tree.space().equals(space)).isPresent()) {
            bySpace.getOrDefault(space, List.of())
                    .forEach(bound -> bound.rules().stream()
                            .filter(rule -> rule.field() == null)
                            .forEach(rule -> ids.addAll(rule.values())));
        }
        return ids;
    }

    /** The jobs of a run of one feed: one for each change and trigger of which a rule matches, however many do. */
    List<NewJob> jobs(String space, List<Happening> run, Matching matching) {
        var jobs = new ArrayList<NewJob>();
        var bounds = bySpace.getOrDefault(space, List.of());
        for (var happening : run) {
            for (var bound : bounds) {
                if (happening.change().seq() > bound.since()
                        && bound.rules().stream().anyMatch(rule -> matching.matches(rule, happening))) {
                    jobs.add(job(bound.order(), happening));
                }
            }
        }
        return jobs;
    }

    private static NewJob job(Order order, Happening happening) {
        var debounce = order.debounceMillis();
        return debounce == null
                ? new NewJob(order.trigger(), null, payload(order, happening))
                : new NewJob(
                        order.trigger(),
                        debounce,
                        new JsonObject().put("trigger", order.trigger()).put("debounced", true));
    }

    private static JsonObject payload(Order order, Happening happening) {
        var change = happening.change();
        return new JsonObject()
                .put("trigger", order.trigger())
                .put("debounced", false)
                .put("event", change.verb().json().toUpperCase(Locale.ROOT))
                .put("space", change.space())
                .put("seq", change.seq())
                .put("document", change.document())
                .put("revision", change.revision())
                .put("etag", change.etag())
                .put("actor", change.actor())
                .put("at", change.at().toString())
                .put("doc", happening.after().orElse(null))
                .put("old", happening.before().orElse(null));
    }
}
