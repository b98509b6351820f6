package io.lockstep.deploy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lockstep.deploy.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A YAML file of settings, flattened: {@code http: {port: 8080}} is {@code http.port} with the text {@code 8080}. */
final class YamlFile {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private YamlFile() {}

    static Map<String, String> read(Path file) {
        if (!Files.isReadable(file)) {
            throw new StartFailure(ConfigReader.FILE + " names " + file + ", which is not there or not readable");
        }
        var texts = new LinkedHashMap<String, String>();
        flatten(tree(file), "", texts, file);
        return texts;
    }

    private static JsonNode tree(Path file) {
        try {
            return MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException noYaml) {
            var line = noYaml.getLocation() == null
                    ? ""
                    : " line " + noYaml.getLocation().getLineNr();
            throw new StartFailure(
                    file + line + " is no valid YAML: "
                            + noYaml.getOriginalMessage().lines().findFirst().orElse(""),
                    noYaml);
        } catch (IOException unreadable) {
            throw new StartFailure(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static void flatten(JsonNode node, String path, Map<String, String> texts, Path file) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(entry.getValue(), SettingKey.join(path, entry.getKey()), texts, file));
        } else if (node.isArray()) {
            texts.put(
                    path,
                    StreamSupport.stream(node.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(",")));
        } else if (!node.isNull() && !node.isMissingNode()) {
            if (path.isEmpty()) {
                throw new StartFailure(file + " must hold settings like 'http:' and below it '  port: 8080'");
            }
            texts.put(path, node.asText());
        }
    }
}
