package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.spi.Source;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private Daemon daemon;
  private JsonNode description;

  @BeforeEach
  void start() throws Exception {
    daemon = new Daemon(AdminSettings.DEFAULT.withThreadDump(true));
    FakePipeline notify = daemon.pipelines.add("notify");
    notify.progress = Optional.of(new Source.Progress(1, 2, "bytes"));
    notify.queue().lag = 4;
    description = new YAMLMapper().readTree(daemon.get("/openapi.yaml").body());
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void describesEveryRouteAndNothingElse() {
    Set<String> described = new TreeSet<>();
    description
        .at("/paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            described.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    Set<String> routes = new TreeSet<>();
    AdminParts parts = new AdminParts(daemon.pipelines, daemon.reloader, daemon.meters, "1");
    TrendSampler trends = new TrendSampler(daemon.pipelines, new SimpleMeterRegistry());
    AdminServer.routes(AdminSettings.DEFAULT, parts, trends)
        .forEach(route -> routes.add(route.method() + " " + route.path().text()));
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void everyPathAnswersWithATypeAndFieldsAsDescribed() throws Exception {
    for (var path : description.at("/paths").properties()) {
      String method = path.getValue().has("get") ? "get" : "post";
      HttpResponse<String> answer =
          daemon.send(
              daemon
                  .to(path.getKey().replace("{name}", "notify"))
                  .method(
                      method.toUpperCase(java.util.Locale.ROOT),
                      path.getKey().endsWith("/resize")
                          ? BodyPublishers.ofString("{\"consumers\":3}")
                          : BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(path.getKey()).isEqualTo(200);
      JsonNode content =
          resolve(path.getValue().at("/" + method + "/responses/200")).path("content");
      String type = answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
      assertThat(content.has(type)).as(path.getKey() + " as " + type).isTrue();
      if (type.equals("application/json")) {
        JsonNode body = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
        assertFields(path.getKey(), content.path(type).path("schema"), body);
      }
    }
  }

  @Test
  void refusalsHaveTheDescribedForm() throws Exception {
    JsonNode body =
        Json.read(daemon.get("/api/pipelines/nosuch").body().getBytes(StandardCharsets.UTF_8));
    assertFields("Problem", description.at("/components/schemas/Problem"), body);
  }

  private void assertFields(String where, JsonNode reference, JsonNode body) throws IOException {
    JsonNode schema = resolve(reference.has("oneOf") ? reference.at("/oneOf/0") : reference);
    if (body.isArray()) {
      for (JsonNode item : body) {
        assertFields(where, schema.path("items"), item);
      }
    } else if (body.isObject()) {
      assertThat(names(body.fieldNames()))
          .as(where)
          .isEqualTo(names(schema.path("properties").fieldNames()));
      for (var field : body.properties()) {
        assertFields(
            where + "." + field.getKey(),
            schema.path("properties").path(field.getKey()),
            field.getValue());
      }
    }
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static Set<String> names(Iterator<String> names) {
    Set<String> set = new TreeSet<>();
    names.forEachRemaining(set::add);
    return set;
  }
}
