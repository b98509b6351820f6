package io.lockstep.gateway.wire.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The OpenAPI document of this interface, as it is written and as JSON.
 *
 * @param etag changes with the document
 */
record OpenApi(Buffer yaml, Buffer json, String etag) {
    private static final String RESOURCE = "/openapi/openapi.yaml";

    /** Reads it from the jar; blocks. */
    static OpenApi load() throws IOException {
        try (var file = Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            var yaml = file.readAllBytes();
            var json = new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(yaml));
            return new OpenApi(Buffer.buffer(yaml), Buffer.buffer(json), Integer.toHexString(Arrays.hashCode(yaml)));
        }
    }
}
