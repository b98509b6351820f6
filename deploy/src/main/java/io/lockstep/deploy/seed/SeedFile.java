package io.lockstep.deploy.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lockstep.contract.ServiceException;
import io.lockstep.deploy.StartFailure;
import io.vertx.core.json.jackson.VertxModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a seed file. What is wrong with it is one sentence that names the place; unknown keys are wrong. */
public final class SeedFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new VertxModule())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SeedFile() {}

    public static Seed read(Path file) {
        if (!Files.isReadable(file)) {
            throw new StartFailure("LOCKSTEP_SEED names " + file + ", which is not there or not readable");
        }
        try {
            return MAPPER.readValue(file.toFile(), Seed.class);
        } catch (JsonMappingException wrong) {
            throw new StartFailure("The seed file " + file + place(wrong) + ": " + reason(wrong), wrong);
        } catch (JsonProcessingException noJson) {
            throw new StartFailure(
                    "The seed file " + file + place(noJson) + " is no valid JSON: " + firstLine(noJson), noJson);
        } catch (IOException unreadable) {
            throw new StartFailure("The seed file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String place(JsonProcessingException wrong) {
        return wrong.getLocation() == null
                ? ""
                : ", line " + wrong.getLocation().getLineNr();
    }

    private static String reason(JsonMappingException wrong) {
        if (wrong.getCause() instanceof ServiceException failure) {
            return failure.message();
        }
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return "'" + unknown.getPropertyName() + "' is unknown, known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList();
        }
        return firstLine(wrong);
    }

    private static String firstLine(JsonProcessingException wrong) {
        return String.valueOf(wrong.getOriginalMessage()).lines().findFirst().orElse("");
    }
}
