package io.lockstep.gateway.wire.cozy;

import io.lockstep.contract.Actor;
import io.lockstep.contract.FailureCode;
import io.lockstep.contract.metadata.CheckAccess;
import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.contract.metadata.ListDocuments;
import io.lockstep.contract.metadata.ListSpaces;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.metadata.PutSpace;
import io.lockstep.contract.metadata.Spaces;
import io.lockstep.contract.metadata.SyncDocuments;
import io.lockstep.gateway.http.Requests;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The doctypes as databases: what there is of them, and how the first write of an admin makes one. */
final class Databases {
    private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

    private final Metadata metadata;

    Databases(Metadata metadata) {
        this.metadata = metadata;
    }

    /** The write; when an admin's finds no space, the space is made first. Everybody else's fails with NOT_FOUND. */
    <T> Future<T> creating(DataCall call, Supplier<Future<T>> write) {
        return write.get()
                .recover(failure -> Requests.is(failure, FailureCode.NOT_FOUND)
                                && call.actor().isAdmin()
                                && call.rights().allowsType(Rights.CREATE, call.doctype())
                        ? created(call, failure).compose(made -> write.get())
                        : Future.failedFuture(failure));
    }

    private Future<Void> created(DataCall call, Throwable failure) {
        return metadata.access(new CheckAccess(Actor.SYSTEM, call.space()))
                .compose(access -> access.accessVersion() > 0
                        ? Future.failedFuture(failure)
                        : metadata.putSpace(new PutSpace(call.actor(), call.space(), call.doctype(), null, null))
                                .mapEmpty());
    }

    Future<CozyAnswer> info(DataCall call) {
        call.rights().requireType(Rights.READ, call.doctype());
        var ids = ids(call);
        var space = metadata.space(new GetSpace(call.actor(), call.space()));
        return Future.all(space, ids)
                .map(both -> CozyAnswer.ok(new JsonObject()
                        .put("db_name", call.doctype())
                        .put("doc_count", ids.result().size())
                        .put("doc_del_count", 0)
                        .put("update_seq", space.result().cursor())
                        .put("purge_seq", 0)
                        .put("compact_running", false)
                        .put("instance_start_time", "0")));
    }

    /** The ids of all documents, in the order of their code points. */
    Future<List<String>> ids(DataCall call) {
        return metadata.sync(new SyncDocuments(
                        call.actor(), call.space(), NEVER, null, null, null, null, null, null, null, List.of()))
                .map(sync -> sync.others().stream().sorted(Databases::compare).toList());
    }

    static int compare(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length()) {
            int left = one.codePointAt(i);
            int right = other.codePointAt(i);
            if (left != right) {
                return Integer.compare(left, right);
            }
            i += Character.charCount(left);
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Some of the documents. */
    ListDocuments listing(DataCall call, List<String> ids, boolean withFields) {
        return new ListDocuments(
                call.actor(), call.space(), null, 1_000, ids, null, null, null, withFields ? null : true);
    }

    /** The doctypes that the user may read. */
    Future<CozyAnswer> all(Rights rights) {
        return metadata.spaces(new ListSpaces(rights.actor(), Doctype.WIRE)).map(spaces -> {
            var names = spaces.spaces().stream()
                    .map(Spaces.Summary::space)
                    .map(Doctype::of)
                    .filter(name -> Doctype.isValid(name) && !Doctype.isReserved(name))
                    .filter(name -> rights.mayAllow(Rights.READ, name))
                    .toList();
            return CozyAnswer.of(200, new JsonArray(names));
        });
    }
}
