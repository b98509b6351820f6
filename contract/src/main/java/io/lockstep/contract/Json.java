package io.lockstep.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps messages between records and JSON at the border of the bus. Nulls are left out, unknown keys ignored. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new VertxModule())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(com.fasterxml.jackson.databind.MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private Json() {}

    @SuppressWarnings("unchecked")
    public static JsonObject toJson(Object message) {
        return new JsonObject((LinkedHashMap<String, Object>) MAPPER.convertValue(message, LinkedHashMap.class));
    }

    /** Fails with BAD_REQUEST naming the key that is missing or has the wrong type. */
    public static <T> T fromJson(JsonObject json, Class<T> type) {
        try {
            return MAPPER.convertValue(json.getMap(), type);
        } catch (IllegalArgumentException unreadable) {
            throw badRequest(unreadable.getCause());
        }
    }

    private static ServiceException badRequest(@Nullable Throwable cause) {
        if (cause instanceof JsonMappingException mapping) {
            if (mapping.getCause() instanceof ServiceException failure) {
                return failure;
            }
            var key = mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? "[" + reference.getIndex() + "]"
                            : reference.getFieldName())
                    .collect(Collectors.joining("."));
            return Require.badRequest("'" + key + "' is missing or has the wrong type");
        }
        return Require.badRequest("the message is not understood");
    }
}
