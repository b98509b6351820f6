package io.lockstep.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Dashboard and alert rules speak of metrics that a running server has. */
class MonitoringFilesIT {
    private static final Pattern METRIC = Pattern.compile("\\b(?:lockstep|vertx)_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{[^}]*})? ");

    private static Set<String> metricsOfServer() throws IOException, InterruptedException {
        // Some are there only when there was something to measure.
        RestCalls.done("alice", "GET", "/me", "");
        var page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + Stack.shared().managementPort() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        var names = new TreeSet<String>();
        SAMPLE.matcher(page).results().forEach(sample -> names.add(sample.group(1)));
        return names;
    }

    private static List<String> metricsOf(List<JsonNode> expressions) {
        return expressions.stream()
                .flatMap(expression -> METRIC.matcher(expression.asText()).results())
                .map(metric -> metric.group())
                .distinct()
                .toList();
    }

    private static JsonNode alerts() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(new File("monitoring/alerts.yaml"));
    }

    @Test
    void every_metric_of_an_alert_is_there() throws Exception {
        var metrics = metricsOf(alerts().findValues("expr"));

        assertThat(metrics).isNotEmpty().isSubsetOf(metricsOfServer());
    }

    @Test
    void every_metric_of_the_dashboard_is_there() throws Exception {
        var dashboard = new ObjectMapper().readTree(new File("monitoring/grafana-dashboard.json"));
        var expressions = new ArrayList<>(dashboard.findValues("expr"));
        expressions.addAll(dashboard.findValues("query"));

        assertThat(metricsOf(expressions)).isNotEmpty().isSubsetOf(metricsOfServer());
    }

    @Test
    void every_alert_says_what_to_do() throws Exception {
        var rules = alerts().at("/groups/0/rules");

        assertThat(rules).isNotEmpty();
        for (var rule : rules) {
            assertThat(rule.at("/annotations/mend").asText())
                    .as(rule.at("/alert").asText())
                    .isNotEmpty()
                    .doesNotContain("\n");
        }
    }
}
