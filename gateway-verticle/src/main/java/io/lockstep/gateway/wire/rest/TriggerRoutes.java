package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.trigger.DeleteTrigger;
import io.lockstep.contract.trigger.ListFailures;
import io.lockstep.contract.trigger.ListTriggers;
import io.lockstep.contract.trigger.PutTrigger;
import io.lockstep.contract.trigger.RetryFailure;
import io.lockstep.contract.trigger.Triggers;
import io.vertx.core.Future;

/** The operations on triggers and on what they could not deliver; the service lets admins only. */
final class TriggerRoutes {
    private final Triggers triggers;

    TriggerRoutes(Triggers triggers) {
        this.triggers = triggers;
    }

    Future<Answer> list(Call call) {
        return triggers.list(new ListTriggers(call.actor())).map(all -> Answer.ok(Json.toJson(all)));
    }

    Future<Answer> put(Call call) {
        var message = call.body("rules", "debounceMillis", "webhook", "secret", "address")
                .put("trigger", call.path("trigger"))
                .put("actor", Json.toJson(call.actor()));
        return triggers.put(Json.fromJson(message, PutTrigger.class)).map(trigger -> Answer.ok(Json.toJson(trigger)));
    }

    Future<Answer> delete(Call call) {
        return triggers.delete(new DeleteTrigger(call.actor(), call.path("trigger")))
                .map(trigger -> Answer.ok(Json.toJson(trigger)));
    }

    Future<Answer> failures(Call call) {
        var after = RestJson.number(call.query("after"), 0, Integer.MAX_VALUE, "after");
        var request = new ListFailures(
                call.actor(), call.path("trigger"), after == null ? null : after.longValue(), call.limit());
        return triggers.failures(request).map(failures -> Answer.ok(Json.toJson(failures)));
    }

    Future<Answer> retry(Call call) {
        var message =
                call.bodyIfAny("job").put("trigger", call.path("trigger")).put("actor", Json.toJson(call.actor()));
        return triggers.retry(Json.fromJson(message, RetryFailure.class))
                .map(retried -> Answer.ok(Json.toJson(retried)));
    }
}
