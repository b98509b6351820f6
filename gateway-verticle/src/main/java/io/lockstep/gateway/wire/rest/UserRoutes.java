package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Json;
import io.lockstep.contract.Require;
import io.lockstep.contract.ServiceException;
import io.lockstep.contract.metadata.ChangeAccount;
import io.lockstep.contract.metadata.ListAccounts;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.RemoveAccount;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The operations on the accounts of users; the service lets admins only. */
final class UserRoutes {
    private static final String QUOTA = "quotaBytes";

    private final Metadata metadata;

    UserRoutes(Metadata metadata) {
        this.metadata = metadata;
    }

    Future<Answer> list(Call call) {
        return metadata.accounts(new ListAccounts(call.actor(), null, call.query("after"), call.limit()))
                .map(page -> Answer.ok(Json.toJson(page)));
    }

    Future<Answer> read(Call call) {
        var user = call.path("user");
        return metadata.accounts(new ListAccounts(call.actor(), user, null, 1))
                .map(page -> page.accounts().stream()
                        .findFirst()
                        .map(account -> Answer.ok(Json.toJson(account)))
                        .orElseThrow(
                                () -> new ServiceException(FailureCode.NOT_FOUND, "there is no user '" + user + "'")));
    }

    Future<Answer> create(Call call) {
        var body = call.body("user", "password", "displayName", "groups", QUOTA);
        return change(call, body.put("user", RestJson.text(body, "user")).put("create", true))
                .map(account -> Answer.created(
                        RestRoutes.ROOT + "/users/" + RestJson.segment(account.getString("user")), account));
    }

    /** What is not given stays; a quota of null is none. */
    Future<Answer> change(Call call) {
        var body = call.body("password", "displayName", "groups", QUOTA);
        boolean isUnlimited = body.containsKey(QUOTA) && body.getValue(QUOTA) == null;
        return change(call, body.put("user", call.path("user")).put("unlimited", isUnlimited))
                .map(Answer::ok);
    }

    Future<Answer> remove(Call call) {
        return metadata.removeAccount(new RemoveAccount(call.actor(), call.path("user")))
                .map(removed -> Answer.ok(Json.toJson(removed)));
    }

    private Future<JsonObject> change(Call call, JsonObject message) {
        var displayName = RestJson.textIfAny(message, "displayName");
        var password = RestJson.textIfAny(message, "password");
        if (password != null && password.isEmpty()) {
            throw Require.badRequest("'password' must not be empty");
        }
        message.put("actor", Json.toJson(call.actor()))
                .put("displayName", displayName)
                .put("password", password);
        return metadata.changeAccount(Json.fromJson(message, ChangeAccount.class))
                .map(Json::toJson);
    }
}
