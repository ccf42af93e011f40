package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\""
              + "(?:,[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*})? (NaN|[+-]?Inf|[-+0-9.eE]+)");
  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");

  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon();
    daemon.pipelines.add("no\"tify\\");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void speaksThePrometheusTextFormatByDefault() throws Exception {
    HttpResponse<String> answer = daemon.get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertIsPrometheusText(answer.body());
  }

  @Test
  void speaksOpenMetricsToWhoeverPrefersIt() throws Exception {
    // what Prometheus 2.42 and newer send
    HttpResponse<String> answer =
        daemon.send(
            daemon
                .to("/metrics")
                .header(
                    "Accept",
                    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
    HttpResponse<String> text =
        daemon.send(
            daemon
                .to("/metrics")
                .header("Accept", "application/openmetrics-text;q=0.2, text/plain;q=0.9"));
    assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
  }

  @Test
  void showsTheMachineTheProcessAndEachPipeline() throws Exception {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(daemon.get("/metrics").body())
                    .contains(
                        "millrace_pipeline_drain_seconds_estimate{pipeline=\"no\\\"tify\\\\\"} 0.0")
                    .contains("millrace_pipeline_ready{pipeline=\"no\\\"tify\\\\\"} 1.0"));
    String body = daemon.get("/metrics").body();
    assertThat(
            List.of(
                "jvm_memory_used_bytes{",
                "jvm_threads_live_threads ",
                "process_cpu_seconds_total ",
                "process_open_fds ",
                "process_start_time_seconds ",
                "process_uptime_seconds ",
                "millrace_build_info{"))
        .allSatisfy(name -> assertThat(body).contains("\n" + name));
  }

  @Test
  void passesPromtoolsLint() throws Exception {
    assertPassesPromtool(daemon.get("/metrics").body());
  }

  static void assertIsPrometheusText(String body) {
    Set<String> seen = new HashSet<>();
    for (String line : body.split("\n")) {
      Matcher comment = COMMENT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      assertThat(comment.matches() || sample.matches()).as(line).isTrue();
      if (sample.matches()) {
        assertThat(seen.add(sample.group(1) + sample.group(2))).as("said once: " + line).isTrue();
      }
    }
    assertThat(body).endsWith("\n");
  }

  /** Of its findings only the name that dashboards for Micrometer expect is let pass. */
  static void assertPassesPromtool(String body) throws IOException {
    Path promtool =
        Arrays.stream(System.getenv("PATH").split(":"))
            .map(directory -> Path.of(directory, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(
        promtool != null, "promtool is not installed: apt-get install prometheus");
    Process process =
        new ProcessBuilder(promtool.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(findings.lines().filter(line -> !line.startsWith("system_cpu_count "))).isEmpty();
  }
}
