package io.millrace.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Options;
import io.millrace.queue.Ordering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionTest {

  @Test
  void readsEveryTypeOfValue() {
    Section section =
        section(
            """
        text: plain
        quoted: "1: 2"
        number: 1_000
        part: 0.25
        flag: yes
        pause: 1m30s
        plain: 250
        size: 16MiB
        order: partition
        list: [a, b]
        single: a
        map: { X-Key: 1, other: two }
        """);
    assertThat(section.text("text")).isEqualTo("plain");
    assertThat(section.text("quoted")).isEqualTo("1: 2");
    assertThat(section.integer("number", 1, 0, 5_000)).isEqualTo(1_000);
    assertThat(section.decimal("part", 1, 0, 1)).isEqualTo(0.25);
    assertThat(section.flag("flag", false)).isTrue();
    assertThat(section.duration("pause", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
    assertThat(section.duration("plain", Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
    assertThat(section.size("size", 1, 1, Long.MAX_VALUE)).isEqualTo(16L << 20);
    assertThat(section.choice("order", Ordering.class, Ordering.NONE))
        .isEqualTo(Ordering.PARTITION);
    assertThat(section.texts("list")).containsExactly("a", "b");
    assertThat(section.texts("single")).containsExactly("a");
    assertThat(section.textMap("map"))
        .containsExactly(Map.entry("X-Key", "1"), Map.entry("other", "two"));
  }

  @Test
  void fallsBackWhereNothingIsWritten() {
    Section section = section("empty:\n");
    assertThat(section.text("empty", "x")).isEqualTo("x");
    assertThat(section.has("empty")).isFalse();
    assertThat(section.optionalText("none")).isEmpty();
    assertThat(section.optionalDuration("none")).isEmpty();
    assertThat(section.optionalOptions("none")).isEmpty();
    assertThat(section.options("none").integer("deeper", 7, 0, 9)).isEqualTo(7);
    assertThat(section.texts("none")).isEmpty();
    assertThat(section.textMap("none")).isEmpty();
    assertThat(section.optionsList("none")).isEmpty();
  }

  @Test
  void listsItsKeysInTheOrderOfTheFile() {
    assertThat(section("b: 1\na: 2\n").keys()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource({
    "plain, , , file",
    "plain, environment, , environment",
    "plain, environment, flag, flag",
    "plain, , flag, flag",
    ", environment, , environment",
    ", , , default",
  })
  void prefersFlagsToTheEnvironmentToTheFile(
      String file, String variable, String flag, String expected) {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            file == null ? "" : "a: { some-key: file }",
            flag == null ? Map.of() : Map.of("a.some-key", flag),
            variable == null ? Map.of() : Map.of("MILLRACE_A_SOME_KEY", variable));
    assertThat(configuration.root().options("a").text("some-key", "default")).isEqualTo(expected);
    configuration.check();
  }

  @Test
  void findsListItemsByIndexAndByName() {
    Map<String, String> environment =
        Map.of(
            "MILLRACE_PIPELINES_0_SIZE",
            "1",
            "MILLRACE_PIPELINES_MAIL_OUT_SIZE",
            "2",
            "MILLRACE_PIPELINES_2_NAME",
            "new");
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            "pipelines: [{name: a}, {name: mail-out}]",
            Map.of("pipelines[2].size", "3"),
            environment);
    List<Options> pipelines = configuration.root().optionsList("pipelines");
    assertThat(pipelines)
        .extracting(item -> item.text("name"))
        .containsExactly("a", "mail-out", "new");
    assertThat(pipelines)
        .extracting(item -> item.integer("size", 0, 0, 9))
        .containsExactly(1, 2, 3);
    configuration.check();
  }

  @Test
  void overridesListsAndUserKeys() {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            "brokers: [a, b]\nheaders: { one: 1 }\n",
            Map.of("headers.two", "2"),
            Map.of("MILLRACE_BROKERS", "x, y,z", "MILLRACE_HEADERS_ONE", "eins"));
    assertThat(configuration.root().texts("brokers")).containsExactly("x", "y", "z");
    assertThat(configuration.root().textMap("headers"))
        .containsOnly(Map.entry("one", "eins"), Map.entry("two", "2"));
    configuration.check();
  }

  @Test
  void writesUnderscoresTwiceInVariableNames() {
    assertThat(Overrides.variableName("a.max_poll-size")).isEqualTo("MILLRACE_A_MAX__POLL_SIZE");
  }

  @Test
  void readsSecretsFromMountedFiles(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "pa ss\n");
    Configuration configuration =
        Configuration.parse(
            "f.yaml", "", Map.of(), Map.of("MILLRACE_DB_PASSWORD_FILE", file.toString()));
    assertThat(configuration.root().options("db").secret("password")).contains("pa ss");
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void replacesVariablesInsideValues() {
    Map<String, String> environment = Map.of("HOST", "db1", "EMPTY", "", "NESTED", "${HOST}");
    Section section =
        Configuration.parse(
                "f.yaml",
                """
        url: "http://${HOST}:${PORT:8080}/${EMPTY}"
        plain: $${HOST} costs $5
        nested: ${NESTED}
        """,
                Map.of(),
                environment)
            .root();
    assertThat(section.text("url")).isEqualTo("http://db1:8080/");
    assertThat(section.text("plain")).isEqualTo("${HOST} costs $5");
    assertThat(section.text("nested")).isEqualTo("${HOST}");
  }

  @Test
  void mergesAnchorsAndIgnoresExtensionsAtTheTop() {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            """
        x-base: &base { a: 1, b: 2 }
        one: { <<: *base, b: 3 }
        """,
            Map.of(),
            Map.of());
    Options one = configuration.root().options("one");
    assertThat(one.integer("a", 0, 0, 9)).isEqualTo(1);
    assertThat(one.integer("b", 0, 0, 9)).isEqualTo(3);
    configuration.check();
  }

  @Test
  void warnsOfVariablesThatBelongToNoKey() {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            "",
            Map.of(),
            Map.of(
                "MILLRACE_ADMIN_PRT",
                "1",
                "MILLRACE_SERVICE_HOST",
                "10.0.0.1",
                "MILLRACE_URI",
                "http://x"));
    configuration.root().options("admin").integer("port", 8080, 0, 65_535);
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .contains("MILLRACE_ADMIN_PRT")
        .endsWith("did you mean MILLRACE_ADMIN_PORT?");
  }

  @Test
  void anErrorOfTheCallerNamesThePlaceOfTheValue() {
    Section section = section("a:\n  file: x\n");
    ConfigException error = section.options("a").error("file", "is no file");
    assertThat(error).hasMessage("f.yaml:2:9: a.file: is no file");
    assertThat(section.options("a").error("", "is odd")).hasMessage("f.yaml:2:3: a: is odd");
  }

  @Test
  void aMissingKeyNamesTheOneThatWasProbablyMeant() {
    assertThatThrownBy(() -> section("a: { pth: x }").options("a").text("path"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("f.yaml:1:4: a.path: this key must have a value; is 'pth' meant to be it?");
  }

  private static Section section(String text) {
    return Configuration.parse("f.yaml", text, Map.of(), Map.of()).root();
  }
}
