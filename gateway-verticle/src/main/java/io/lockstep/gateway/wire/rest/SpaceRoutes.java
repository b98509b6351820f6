package io.lockstep.gateway.wire.rest;

import io.lockstep.contract.Json;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutMembers;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.RenewSpaces;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** The operations on spaces and their members. */
final class SpaceRoutes {
    private final Metadata metadata;

    SpaceRoutes(Metadata metadata) {
        this.metadata = metadata;
    }

    Future<Answer> list(Call call) {
        return metadata.spaces(new ListSpaces(call.actor(), call.query("wire")))
                .map(spaces -> Answer.ok(Json.toJson(spaces)));
    }

    Future<Answer> read(Call call) {
        return metadata.space(new GetSpace(call.actor(), call.space())).map(space -> Answer.ok(Json.toJson(space)));
    }

    /** Keys that are not given stay as they are. */
    Future<Answer> put(Call call) {
        var body = call.body("title", "fields", "members", "owner");
        var message = call.message(body)
                .put("title", RestJson.textIfAny(body, "title"))
                .put("owner", RestJson.textIfAny(body, "owner"));
        return metadata.putSpace(Json.fromJson(message, PutSpace.class)).map(space -> Answer.ok(Json.toJson(space)));
    }

    Future<Answer> putMember(Call call) {
        var role = Role.ofJson(RestJson.text(call.body("role"), "role"));
        return change(new PutMembers(call.actor(), call.space(), Map.of(call.path("principal"), role), null));
    }

    Future<Answer> removeMember(Call call) {
        return change(new PutMembers(call.actor(), call.space(), null, List.of(call.path("principal"))));
    }

    /** After a restore from a backup: no cursor of before counts. */
    Future<Answer> renew(Call call) {
        return renew(new RenewSpaces(call.actor(), call.space()));
    }

    Future<Answer> renewAll(Call call) {
        return renew(new RenewSpaces(call.actor(), null));
    }

    private Future<Answer> renew(RenewSpaces request) {
        return metadata.renewSpaces(request).map(renewed -> Answer.ok(Json.toJson(renewed)));
    }

    private Future<Answer> change(PutMembers request) {
        return metadata.putMembers(request).map(space -> Answer.ok(Json.toJson(space)));
    }
}
