package io.millrace.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.daemon.config.LogConfig;
import io.millrace.daemon.config.LogConfig.Format;
import io.millrace.daemon.config.LogConfig.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StatusLine lines =
      new StatusLine(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  private final Logger log = LoggerFactory.getLogger("io.millrace.test.Some");

  @Test
  void writesOneJsonObjectALine() throws Exception {
    try (Logging logging = start(Format.JSON, false)) {
      log.atError()
          .addKeyValue("pipeline", "mail")
          .setCause(new IllegalStateException("a \"b\"\n\u0001c"))
          .log("failed {}", "x\ty");
    }
    JsonNode line = new ObjectMapper().readTree(written());
    assertThat(written().lines()).hasSize(1);
    assertThat(Instant.parse(line.get("ts").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(line.get("level").asText()).isEqualTo("ERROR");
    assertThat(line.get("logger").asText()).isEqualTo("io.millrace.test.Some");
    assertThat(line.get("msg").asText()).isEqualTo("failed x\ty");
    assertThat(line.get("pipeline").asText()).isEqualTo("mail");
    assertThat(line.get("error").asText())
        .isEqualTo("java.lang.IllegalStateException: a \"b\"\n\u0001c");
    assertThat(line.get("stack").asText()).contains("LoggingTest");
  }

  @Test
  void writesTextForPeople() {
    try (Logging logging = start(Format.AUTO, true)) {
      log.info("pipeline {} is here", "mail");
      log.warn("odd");
    }
    assertThat(written().lines().map(line -> line.substring(line.indexOf('Z') + 1)))
        .containsExactly(" INFO  pipeline mail is here", " WARN  Some: odd");
  }

  @Test
  void whatStrangersWroteForgesNoLineAndMovesNoCursor() {
    try (Logging logging = start(Format.TEXT, false)) {
      log.atWarn()
          .addKeyValue("answer", "\u009b2J")
          .setCause(new IllegalStateException("x\n2026-01-01T00:00:00.000Z ERROR forged"))
          .log("child: {}", "\u001b[2Jred\r\u202e\n2026-01-01T00:00:00.000Z ERROR forged\ttab");
    }
    assertThat(written())
        .contains("child: \\u001b[2Jred\\u000d\\u202e\n    2026-01-01")
        .contains("forged\ttab answer=\\u009b2J\n    java.lang.IllegalStateException: x\n    2026")
        .doesNotContain("\u001b", "\u009b", "\r", "\u202e");
    assertThat(written().lines().filter(line -> line.startsWith("20"))).hasSize(1);
  }

  @Test
  void controlCharactersAreEscapedInJsonToo() {
    try (Logging logging = start(Format.JSON, false)) {
      log.info("{}", "\u001b\u009b\u202e");
    }
    assertThat(written()).contains("\"msg\":\"\\u001b\\u009b\\u202e\"");
  }

  @Test
  void keepsToTheLevelsOfTheConfiguration() {
    LogConfig config =
        new LogConfig(Format.TEXT, Level.WARN, Map.of("io.millrace.test.Other", Level.DEBUG));
    try (Logging logging = Logging.start(config, lines, false, false)) {
      log.info("unheard");
      LoggerFactory.getLogger("io.millrace.test.Other").debug("heard");
    }
    assertThat(written()).contains("heard").doesNotContain("unheard");
  }

  @Test
  void tellsHowOftenAnErrorWasRepeatedWhenTheLogEnds() {
    try (Logging logging = start(Format.TEXT, false)) {
      for (int i = 0; i < 100; i++) {
        log.error("offset {} of k1 cannot be read", i);
      }
      log.error("offset 1 of k2 cannot be read");
    }
    assertThat(written().lines().map(line -> line.replaceAll(".* Some: ", "")))
        .containsExactly(
            "offset 0 of k1 cannot be read",
            "offset 1 of k2 cannot be read",
            "repeated 99 times in 0 s: offset 99 of k1 cannot be read");
  }

  @Test
  void countsWithinEachWindowAndForgetsWhatIsQuiet() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    Folding folding = new Folding(Duration.ofSeconds(10), now::get);
    assertThat(folding.admits(error("down"))).isTrue();
    assertThat(folding.admits(error("down"))).isFalse();
    assertThat(folding.due()).isEmpty();
    now.set(Instant.EPOCH.plusSeconds(10));
    assertThat(folding.due())
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo(List.of("repeated 1 time in 10 s: down"));
    assertThat(folding.admits(error("down"))).isFalse();
    now.set(Instant.EPOCH.plusSeconds(20));
    assertThat(folding.due()).hasSize(1);
    now.set(Instant.EPOCH.plusSeconds(30));
    assertThat(folding.due()).isEmpty();
    assertThat(folding.admits(error("down"))).isTrue();
  }

  @Test
  void foldsWhatOneStatementSaysOfEverMoreKeys() {
    Folding folding = new Folding(Duration.ofSeconds(10), () -> Instant.EPOCH);
    int written = 0;
    for (int i = 0; i < 10_000; i++) {
      LoggingEvent event = error("{} given up");
      event.setArgumentArray(new Object[] {"key-" + i + "x"});
      written += folding.admits(event) ? 1 : 0;
    }
    assertThat(written).isEqualTo(Folding.MAX_KINDS + 1);
  }

  @Test
  void keepsTheStatusBelowTheLog() {
    lines.show("50 %");
    lines.print("one\n".getBytes(StandardCharsets.UTF_8));
    lines.show("");
    assertThat(written()).isEqualTo("\r50 %\u001b[K\r\u001b[Kone\n50 %\r\u001b[K");
  }

  private static LoggingEvent error(String message) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return new LoggingEvent(
        "", context.getLogger("x"), ch.qos.logback.classic.Level.ERROR, message, null, null);
  }

  private Logging start(Format format, boolean isTerminal) {
    return Logging.start(new LogConfig(format, Level.INFO, Map.of()), lines, isTerminal, false);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
