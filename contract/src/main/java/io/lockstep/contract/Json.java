package io.lockstep.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps messages between records and JSON at the border of the bus. A record's null is left out, a null inside a JSON value
 * stays, unknown keys are ignored.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new VertxModule())
            // A null inside a document's fields stays: it removes the field.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            // Only the components of a record are its keys, not its questions (isAdmin).
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
            .withConfigOverride(Map.class, map -> map.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
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
            return Require.badRequest("'" + path(mapping) + "' is missing or has the wrong type");
        }
        return Require.badRequest("the message is not understood");
    }

    private static String path(JsonMappingException mapping) {
        var keys = mapping.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName());
        var typeKey = mapping instanceof InvalidTypeIdException ? Stream.of("type") : Stream.<String>empty();
        return Stream.concat(keys, typeKey).collect(Collectors.joining("."));
    }
}
