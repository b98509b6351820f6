package io.lockstep.gateway.wire.openregister;

import io.lockstep.contract.metadata.GetSpace;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The schemas and registers that the caller may read. */
final class Catalogue {
    private final Edge edge;
    private final Places places;

    Catalogue(Edge edge, Places places) {
        this.edge = edge;
        this.places = places;
    }

    Future<ObjectAnswer> schemas(ObjectCall call) {
        var page = Page.of(call.query(), true);
        return places.readable(call.identity()).compose(all -> {
            var named = Places.named(all, Optional.ofNullable(call.query("register")), Optional.empty())
                    .toList();
            var schemas =
                    page.of(named).stream().map(place -> schema(call, place)).toList();
            return Future.all(schemas).map(read -> list(call, page, named.size(), read.list()));
        });
    }

    /** The same slug may stand in several registers: the first one counts, unless one is named. */
    Future<ObjectAnswer> schema(ObjectCall call) {
        var slug = call.path("schema");
        return places.readable(call.identity())
                .map(all -> Places.named(all, Optional.ofNullable(call.query("register")), Optional.of(slug))
                        .findFirst()
                        .orElseThrow(() -> Refusal.noObject("Schema not found")))
                .compose(place -> schema(call, place))
                .map(json -> ObjectAnswer.ok(json).tagged().unlessKnown(call.headers()));
    }

    private Future<JsonObject> schema(ObjectCall call, ObjectPlace place) {
        return edge.metadata()
                .space(new GetSpace(call.actor(), place.space()))
                .map(space -> CatalogueJson.schema(place, space));
    }

    Future<ObjectAnswer> registers(ObjectCall call) {
        var page = Page.of(call.query(), true);
        return places.readable(call.identity()).map(all -> {
            var slugs = all.stream().map(ObjectPlace::register).distinct().toList();
            var registers = page.of(slugs).stream()
                    .map(slug -> CatalogueJson.register(slug, of(all, slug)))
                    .toList();
            return list(call, page, slugs.size(), registers);
        });
    }

    private static List<ObjectPlace> of(List<ObjectPlace> all, String register) {
        return all.stream().filter(place -> place.register().equals(register)).toList();
    }

    Future<ObjectAnswer> register(ObjectCall call) {
        var asked = call.path("register");
        return places.readable(call.identity()).map(all -> {
            var slug = all.stream()
                    .filter(place -> place.isInRegister(asked))
                    .map(ObjectPlace::register)
                    .findFirst()
                    .orElseThrow(() -> Refusal.noObject("Register not found"));
            return ObjectAnswer.ok(CatalogueJson.register(slug, of(all, slug)))
                    .tagged()
                    .unlessKnown(call.headers());
        });
    }

    private static ObjectAnswer list(ObjectCall call, Page page, int total, List<JsonObject> results) {
        return ObjectAnswer.ok(
                        new JsonObject().put("results", new JsonArray(results)).mergeIn(page.around(total)))
                .tagged()
                .unlessKnown(call.headers());
    }
}
