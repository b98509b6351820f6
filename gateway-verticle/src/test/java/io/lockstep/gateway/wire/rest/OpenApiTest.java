package io.lockstep.gateway.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.contract.Bus;
import io.lockstep.contract.lock.Locks;
import io.lockstep.contract.metadata.Metadata;
import io.lockstep.contract.trigger.Triggers;
import io.lockstep.gateway.wire.Edge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document names what the router serves, all of it and nothing else. */
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    @SuppressWarnings("NullAway") // Routes only keep what they are given until they are asked.
    private static Router router(Vertx vertx) {
        var bus = new Bus(vertx);
        var router = Router.router(vertx);
        RestRoutes.mount(
                router,
                new Edge(
                        vertx,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Metadata(bus),
                        new Locks(bus),
                        null,
                        new Triggers(bus),
                        null));
        return router;
    }

    private static String operations(Route route) {
        var path = route.getPath().substring(RestRoutes.ROOT.length()).replaceAll(":(\\w+)", "{$1}");
        return route.methods().stream()
                .map(method -> method.name() + " " + path)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void document_names_what_the_router_serves() throws Exception {
        // Given
        var vertx = Vertx.vertx();
        var documented = new TreeSet<String>();
        // When
        new JsonObject(OpenApi.load().json())
                .getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .fieldNames().stream()
                                .filter(METHODS::contains)
                                .forEach(method ->
                                        documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        var served = router(vertx).getRoutes().stream()
                .filter(route -> route.methods() != null)
                .map(OpenApiTest::operations)
                .collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(served).isEqualTo(documented);
        assertThat(vertx.close()).isInstanceOf(Future.class);
    }
}
