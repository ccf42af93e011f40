package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WordCountTest {
  @Test
  void countsTheWordsOfAFile(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(directory.resolve("text"), "row row\n\nrow your boat\n".repeat(100));
    assertThat(WordCount.count(file))
        .containsExactlyInAnyOrderEntriesOf(Map.of("row", 300L, "your", 100L, "boat", 100L));
  }
}
