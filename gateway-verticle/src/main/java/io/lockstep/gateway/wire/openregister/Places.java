package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.session.Identity;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the place that a path names by slugs or numbers. A number is looked for among the places that the caller may read, for
 * it tells nothing of its slug; of several that have it, which is as good as impossible, the first one counts.
 */
final class Places {
    private final Edge edge;

    Places(Edge edge) {
        this.edge = edge;
    }

    /** Those that the caller may read, by their slugs. */
    Future<List<ObjectPlace>> readable(Identity identity) {
        return edge.metadata()
                .spaces(new ListSpaces(identity.actor(), ObjectPlace.WIRE))
                .map(spaces -> spaces.spaces().stream()
                        .flatMap(space -> ObjectPlace.of(space.space()).stream())
                        .toList());
    }

    /** Fails with NOT_FOUND for a place where the caller has no role, with FORBIDDEN for one where his role allows less. */
    Future<ObjectPlace> find(ObjectCall call, Role needed) {
        var register = call.path("register");
        var schema = call.path("schema");
        return place(call.identity(), register, schema)
                .compose(place -> edge.access()
                        .require(call.identity(), place.space(), needed)
                        .map(place))
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? Future.failedFuture(Refusal.noPlace(register, schema))
                        : Future.failedFuture(failure));
    }

    private Future<ObjectPlace> place(Identity identity, String register, String schema) {
        if (!ObjectPlace.mayBeNumber(register) && !ObjectPlace.mayBeNumber(schema)) {
            return Future.succeededFuture(ObjectPlace.of(register, schema));
        }
        return readable(identity)
                .map(places -> named(places, Optional.of(register), Optional.of(schema))
                        .findFirst()
                        .orElseThrow(() -> Refusal.noPlace(register, schema)));
    }

    /** Those that a client means, who may leave out either. */
    static Stream<ObjectPlace> named(List<ObjectPlace> places, Optional<String> register, Optional<String> schema) {
        return places.stream()
                .filter(place -> register.map(place::isInRegister).orElse(true))
                .filter(place -> schema.map(place::isOfSchema).orElse(true));
    }
}
