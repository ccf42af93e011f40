package io.millrace.amqp.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {
  private static final String PACKAGE = "a.b";
  private static final String DESCRIPTION =
      """
      {
        "protocol": { "name": "P", "major": 1, "minor": 2, "revision": 3, "port": 4, "tlsPort": 5 },
        "frames": { "method": 1, "header": 2, "body": 3, "heartbeat": 8, "end": 9, "leastFrameMax": 64 },
        "replies": [
          { "name": "too-hot", "code": 501, "closes": "connection", "means": "Hot." },
          { "name": "too-cold", "code": 401, "closes": "channel", "means": "Cold." }
        ],
        "classes": [
          {
            "name": "tea", "id": 7, "means": "Tea.",
            "properties": [ { "name": "tea-kind", "bit": 15, "type": "short-string" } ],
            "methods": [
              {
                "name": "pour", "id": 10, "from": "client", "synchronous": true, "content": false,
                "means": "Pours.", "answers": ["pour-ok"],
                "fields": [
                  { "name": "cup-size", "type": "short", "default": 3 },
                  { "name": "old", "type": "bit", "reserved": true },
                  { "name": "with-milk", "type": "bit", "default": true },
                  { "name": "note", "type": "short-string" }
                ]
              },
              {
                "name": "pour-ok", "id": 11, "from": "server", "synchronous": false,
                "content": false, "means": "Poured.", "fields": []
              }
            ]
          }
        ]
      }
      """;

  @TempDir Path directory;
  private Path description;
  private Path sources;

  @BeforeEach
  void describe() throws IOException {
    description = Files.writeString(directory.resolve("description.json"), DESCRIPTION);
    sources = directory.resolve("sources");
  }

  @Test
  void writesARecordForEachMethod() throws IOException {
    String pour = generate().get("TeaPour.java");

    assertThat(pour)
        .contains("public record TeaPour(int cupSize, boolean withMilk, String note)")
        .contains("public static final int ID = 7 << 16 | 10;")
        .contains("DEFAULT = new TeaPour(3, true, \"\")")
        .contains("return \"tea.pour\";");
  }

  @Test
  void bitsThatStandTogetherShareAnOctet() throws IOException {
    String pour = generate().get("TeaPour.java");

    assertThat(pour)
        .containsOnlyOnce("in.octet()")
        .contains("(bits1 & 2) != 0")
        .contains("FieldWriter.octet((withMilk ? 2 : 0), out);");
  }

  @Test
  void writesFamiliesTableCodesAndFlags() throws IOException {
    Map<String, String> written = generate();

    assertThat(written)
        .containsOnlyKeys(
            "Method.java",
            "Methods.java",
            "PropertyFlags.java",
            "ProtocolNumbers.java",
            "ReplyCode.java",
            "TeaMethod.java",
            "TeaPour.java",
            "TeaPourOk.java");
    assertThat(written.get("Methods.java")).contains("case TeaPour.ID -> TeaPour.decode(in);");
    assertThat(written.get("ReplyCode.java")).contains("TOO_HOT(501, false, true),");
    assertThat(written.get("PropertyFlags.java")).contains("TEA_KIND = 1 << 15;");
  }

  @Test
  void theBrokersDescriptionGivesTheSameEveryTime() throws IOException {
    Path amqp = Path.of("../native-broker/src/main/amqp/amqp-0-9-1.json");

    Map<String, String> once = Generator.sources(Description.read(amqp), PACKAGE);

    assertThat(Generator.sources(Description.read(amqp), PACKAGE)).isEqualTo(once);
    assertThat(once).hasSizeGreaterThan(70);
  }

  @Test
  void leavesAloneWhatIsAsItWouldBe() throws IOException {
    generate();
    Path pour = sources.resolve("a/b/TeaPour.java");
    Files.setLastModifiedTime(pour, FileTime.fromMillis(1_000));

    generate();

    assertThat(Files.getLastModifiedTime(pour)).isEqualTo(FileTime.fromMillis(1_000));
  }

  @Test
  void aMethodThatIsDescribedNoMoreGoes() throws IOException {
    generate();
    change("\"pour-ok\"", "\"poured\"");

    assertThat(generate()).containsKey("TeaPoured.java").doesNotContainKey("TeaPourOk.java");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\": 11 | \"id\": 10 | tea method id 10 is there twice",
        "\"name\": \"pour-ok\" | \"name\": \"pour\" | tea method pour is there twice",
        "\"answers\": [\"pour-ok\"] | \"answers\": [\"spill\"] | has an answer that is no method",
        "\"synchronous\": true | \"synchronous\": false | waits and has no answer",
        "\"code\": 401 | \"code\": 501 | reply code 501 is there twice",
        "\"name\": \"note\" | \"name\": \"class-id\" | no field can have the name class-id",
        "\"name\": \"old\" | \"name\": \"note\" | tea.pour field note is there twice",
      })
  void refusesADescriptionThatContradictsItself(String part, String other, String reason)
      throws IOException {
    change(part, other);

    assertThatIllegalArgumentException().isThrownBy(this::generate).withMessageContaining(reason);
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    change("\"reserved\"", "\"preserved\"");

    assertThatThrownBy(this::generate).isInstanceOf(JsonProcessingException.class);
  }

  private void change(String part, String other) throws IOException {
    String before = Files.readString(description);
    assertThat(before).contains(part);
    Files.writeString(description, before.replace(part, other));
  }

  private Map<String, String> generate() throws IOException {
    Generator.main(new String[] {description.toString(), sources.toString(), PACKAGE});
    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> files = Files.list(sources.resolve("a/b"))) {
      files.forEach(file -> written.put(file.getFileName().toString(), read(file)));
    }
    return written;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
