package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.Role;
import io.lockstep.contract.SpaceId;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.ReadDocument;
import io.lockstep.contract.metadata.WriteDocument;
import io.lockstep.contract.metadata.WriteMode;
import io.lockstep.contract.metadata.Written;
import io.lockstep.gateway.http.Requests;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code _local} documents: what a replica remembers of how far it got.
 *
 * <p>Each user has his own, for who may only read a doctype replicates from it too. They are documents of the space
 * {@code cozylocal:<user>}, which has no members and is counted by its owner's quota.
 */
final class Checkpoints {
    private static final String WIRE = "cozylocal";
    private static final String LOCAL = "_local/";
    private static final Pattern REV = Pattern.compile("0-([1-9][0-9]{0,17})");

    private final Edge edge;

    Checkpoints(Edge edge) {
        this.edge = edge;
    }

    Future<CozyAnswer> read(DataCall call) {
        return mayReplicate(call)
                .compose(allowed -> edge.metadata().read(new ReadDocument(Actor.SYSTEM, space(call), document(call))))
                .map(found -> CozyAnswer.ok(new JsonObject()
                        .put(CozyJson.ID, LOCAL + call.id())
                        .put(CozyJson.REV, "0-" + found.revision())
                        .mergeIn(found.fields())))
                .recover(failure -> notFound(call, failure));
    }

    /** A missing checkpoint is not a missing database: {@link #mayReplicate} has looked for that. */
    private Future<CozyAnswer> notFound(DataCall call, Throwable failure) {
        return Requests.is(failure, FailureCode.NOT_FOUND)
                ? mayReplicate(call).map(allowed -> CozyJson.NOT_FOUND)
                : Future.failedFuture(failure);
    }

    Future<CozyAnswer> write(DataCall call) {
        var body = call.body();
        var rev = CozyJson.text(body, CozyJson.REV);
        var revision = rev == null ? null : REV.matcher(rev);
        if (revision != null && !revision.matches()) {
            return Future.succeededFuture(CozyJson.CONFLICT);
        }
        var write = new WriteDocument(
                Actor.SYSTEM,
                space(call),
                document(call),
                revision == null ? WriteMode.CREATE : WriteMode.REPLACE,
                CozyJson.fields(body),
                null,
                revision == null ? null : Long.valueOf(revision.group(1)),
                null,
                null,
                null);
        return mayReplicate(call)
                .compose(allowed -> writing(call, write))
                .map(written -> CozyAnswer.of(
                        201,
                        new JsonObject()
                                .put("ok", true)
                                .put("id", LOCAL + call.id())
                                .put("rev", "0-" + written.revision())));
    }

    private Future<Written> writing(DataCall call, WriteDocument write) {
        return edge.metadata()
                .write(write)
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                        ? open(call).compose(opened -> edge.metadata().write(write))
                        : Future.failedFuture(failure));
    }

    private Future<Void> open(DataCall call) {
        return edge.metadata()
                .access(new CheckAccess(Actor.SYSTEM, space(call)))
                .compose(access -> access.accessVersion() > 0
                        ? Future.succeededFuture()
                        : edge.metadata()
                                .putSpace(new PutSpace(
                                        Actor.SYSTEM,
                                        space(call),
                                        "Replicas of " + call.identity().user(),
                                        List.of(),
                                        Map.of(),
                                        call.identity().user()))
                                .mapEmpty());
    }

    private Future<Void> mayReplicate(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        return edge.access().require(call.identity(), call.space(), Role.VIEWER);
    }

    private static String space(DataCall call) {
        return SpaceId.of(WIRE, call.identity().user());
    }

    private static String document(DataCall call) {
        return call.doctype() + "/" + call.id();
    }
}
