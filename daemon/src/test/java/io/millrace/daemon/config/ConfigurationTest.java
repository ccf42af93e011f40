package io.millrace.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.spi.ConfigException;
import io.millrace.queue.Ordering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("name: x\nprot: 1\n", "f.yaml:2:1: prot: unknown key; did you mean 'port'?"),
        mistake(
            "name: x\nzzzz: 1\n",
            "f.yaml:2:1: zzzz: unknown key; known here: list, map, order, port, size, wait"),
        mistake(
            "map: { deep: { ky: 1 } }\n",
            "f.yaml:1:16: map.deep.ky: unknown key; did you mean 'key'?"),
        mistake(
            "port: many\n",
            "f.yaml:1:7: port: expected a whole number from 1 to 65535, found 'many'"),
        mistake("port: 0\n", "f.yaml:1:7: port: must be from 1 to 65535, found 0"),
        mistake("port: [1]\n", "f.yaml:1:7: port: expected a single value, found a list"),
        mistake(
            "port: ${NONE}\n",
            "f.yaml:1:7: port: the environment variable NONE is not set; set it, or give a "
                + "default: ${NONE:default}"),
        mistake(
            "port: ${NONE\n",
            "f.yaml:1:7: port: '${' needs a name and a '}': write ${NAME}, ${NAME:default}, or $${ for a "
                + "plain ${"),
        mistake(
            "wait: 5 parsecs\n",
            "f.yaml:1:7: wait: expected a duration such as 500ms, 30s, 5m or 2h, found '5 parsecs'"),
        mistake(
            "size: 16M\n",
            "f.yaml:1:7: size: unknown unit 'M' in the size '16M'; write KiB, MiB, GiB (powers of 1024) or "
                + "kB, MB, GB (powers of 1000)"),
        mistake("size: 1GiB\n", "f.yaml:1:7: size: must be from 1 to 1048576, found 1073741824"),
        mistake(
            "order: kye\n",
            "f.yaml:1:8: order: expected one of none, partition, key, found 'kye'; did you mean 'key'?"),
        mistake("map: 5\n", "f.yaml:1:6: map: expected a mapping of keys, found '5'"),
        mistake(
            "list: 5\n",
            "f.yaml:1:7: list: expected a list, each item beginning with '- ', found '5'"),
        mistake(
            "list:\n  - name: a\n  - b\n",
            "f.yaml:3:5: list[1]: expected a mapping of keys, found 'b'"),
        mistake(
            "list:\n  - nmae: a\n",
            "f.yaml:2:5: list[0].name: this key must have a value; is 'nmae' meant to be it?"),
        mistake("port: 1\nport: 2\n", "f.yaml:2:1: the key 'port' stands twice, first at line 1"),
        mistake(
            "- a\n",
            "f.yaml:1:1: the file must be a mapping of keys such as 'pipelines:', found a list"),
        mistake(
            "map:\n\tdeep: 1\n", "f.yaml:2:1: the line is indented with a tab; YAML wants spaces"),
        mistake("map: { deep: 1\n", "f.yaml:2:1: not valid YAML: "),
        mistake(
            "port: !!java.net.URL [x]\n", "f.yaml:1:7: not valid YAML: Global tag is not allowed"),
        mistake("port: !mine x\n", "f.yaml:1:7: the tag !mine is not supported"),
        mistake("a: 1\n---\nb: 2\n", "f.yaml:2:1: not valid YAML: "),
        mistake("a: &x [*x]\n", "f.yaml:"),
        mistake("? [a]\n: 1\n", "f.yaml:1:3: a key must be plain text"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void namesThePlaceAndTheRemedyOfAMistake(String text, String expected) {
    assertThatThrownBy(() -> read(text, Map.of()))
        .isInstanceOf(ConfigException.class)
        .message()
        .satisfies(
            message -> assertThat(message.lines().findFirst().orElse("")).startsWith(expected));
  }

  @Test
  void tellsAllMistakesAtOnceInTheOrderOfTheFile() {
    assertThatThrownBy(
            () ->
                read(
                    "size: 16M\nprot: 1\nwait: never\nlist: [{nmae: a}]\n", Map.of("no.such", "1")))
        .message()
        .satisfies(
            message ->
                assertThat(message.lines().map(line -> line.replaceAll(": .*", "")))
                    .containsExactly(
                        "flag --no.such",
                        "f.yaml:1:7",
                        "f.yaml:2:1",
                        "f.yaml:3:7",
                        "f.yaml:4:8",
                        "f.yaml:4:9"));
  }

  @Test
  void namesTheFlagThatIsWrong() {
    assertThatThrownBy(() -> read("", Map.of("port", "x")))
        .hasMessage("flag --port: port: expected a whole number from 1 to 65535, found 'x'");
    assertThatThrownBy(() -> read("", Map.of("prot", "1")))
        .hasMessage("flag --prot: unknown key; did you mean --port?");
  }

  @Test
  void refusesAliasesThatGrowWithoutEnd() {
    String bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + IntStream.range(1, 9)
                .mapToObj(
                    i ->
                        "a"
                            + i
                            + ": &a"
                            + i
                            + " ["
                            + IntStream.range(0, 10)
                                .mapToObj(j -> "*a" + (i - 1))
                                .collect(Collectors.joining(", "))
                            + "]\n")
                .collect(Collectors.joining());
    assertThatThrownBy(() -> read(bomb, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("more than 100000 values");
  }

  @Test
  void refusesDepthWithoutEnd() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(10_000), Map.of()))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void refusesFilesThatAreTooLargeOrNoText(@TempDir Path directory) throws Exception {
    assertThatThrownBy(() -> read("a: " + "x".repeat(YamlReader.MAX_CHARACTERS), Map.of()))
        .isInstanceOf(ConfigException.class);
    Path binary =
        Files.write(directory.resolve("binary"), new byte[] {'a', ':', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> Configuration.read(binary, Map.of(), Map.of()))
        .hasMessage(binary + ": not UTF-8 text");
    assertThatThrownBy(() -> Configuration.read(directory, Map.of(), Map.of()))
        .hasMessageContaining("is a directory");
    Path absent = directory.resolve("absent.yaml");
    assertThatThrownBy(() -> Configuration.read(absent, Map.of(), Map.of()))
        .hasMessage(absent + ": no such file");
  }

  @Test
  void printsEveryValueWithItsOriginAndWithoutSecrets() {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            """
        name: orders
        db: { url: "redis://me:hidden@db/1", password: secret }
        list: [ { name: a, note: "x # y" }, { name: b } ]
        host: ${HOST:localhost}
        """,
            Map.of("list.b.size", "3"),
            Map.of("MILLRACE_PORT_NUMBER", "9"));
    Section root = configuration.root();
    root.text("name");
    root.integer("port-number", 1, 0, 10);
    root.options("db").text("url");
    root.options("db").secret("password");
    root.options("db").optionalText("user");
    root.optionsList("list")
        .forEach(
            item -> {
              item.optionalText("note");
              item.text("name");
              item.integer("size", 1, 0, 10);
            });
    root.text("host");
    assertThat(configuration.effective().replaceAll("(\\S) {2,}#", "$1  #"))
        .isEqualTo(
            """
        name: orders  # f.yaml:1:7
        port-number: 9  # env MILLRACE_PORT_NUMBER
        db:
          url: redis://me:****@db/1  # f.yaml:2:12
          password: '****'  # f.yaml:2:48
          # user: not set
        list:
          - note: "x # y"  # f.yaml:3:26
            name: a  # f.yaml:3:17
            size: 1  # default
            # note: not set
          - name: b  # f.yaml:3:45
            size: 3  # flag --list.b.size
        host: localhost  # f.yaml:4:7, ${HOST:localhost}
        """);
  }

  @Test
  void printsNoSecretsAmongHeadersAndVariables() {
    Configuration configuration =
        Configuration.parse(
            "f.yaml",
            "headers: { Authorization: Basic hidden, X-Api-Key: hidden, X-Team: shown }\n",
            Map.of(),
            Map.of());
    configuration.root().textMap("headers");
    assertThat(configuration.effective())
        .doesNotContain("hidden")
        .contains("Authorization: '****'")
        .contains("X-Team: shown");
  }

  private static Arguments mistake(String text, String expected) {
    return Arguments.of(text, expected);
  }

  /** Reads a fixed set of keys of every type. */
  private static void read(String text, Map<String, String> flags) {
    Configuration configuration = Configuration.parse("f.yaml", text, flags, Map.of());
    Section root = configuration.root();
    configuration.attempt(root, section -> section.text("name", "x"));
    configuration.attempt(root, section -> section.integer("port", 80, 1, 65_535));
    configuration.attempt(root, section -> section.duration("wait", Duration.ZERO));
    configuration.attempt(root, section -> section.size("size", 1, 1, 1 << 20));
    configuration.attempt(root, section -> section.choice("order", Ordering.class, Ordering.NONE));
    configuration.attempt(
        root, section -> section.options("map").options("deep").optionalText("key"));
    configuration
        .attempt(root, section -> section.sections("list"))
        .ifPresent(
            items ->
                items.forEach(
                    item -> configuration.attempt(item, section -> section.text("name"))));
    configuration.check();
  }
}
