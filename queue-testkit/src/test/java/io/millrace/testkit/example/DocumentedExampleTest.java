package io.millrace.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DocumentedExampleTest {
  @Test
  void theDocumentationShowsTheTestThatRuns() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/io/millrace/testkit/example/JobTableContractTest.java"));
    String documentation = Files.readString(Path.of("../docs/testing-adapters.md"));
    assertThat(withoutLayout(documentation))
        .contains(withoutLayout(source.substring(source.indexOf("final class"))));
  }

  private static String withoutLayout(String text) {
    return text.replaceAll("\\s+", "");
  }
}
