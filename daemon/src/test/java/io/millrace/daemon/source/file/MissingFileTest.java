package io.millrace.daemon.source.file;

import static io.millrace.daemon.fixture.Fixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Producer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not there, or cannot be read. */
@Timeout(30)
class MissingFileTest {
  private final Path directory;

  private final SourceFiles files;

  MissingFileTest(@TempDir Path directory) {
    this.directory = directory;
    files = new SourceFiles(directory);
  }

  @Test
  void aFileThatCannotBeReadIsLeftOutAndNamed() throws Exception {
    Files.createDirectory(directory.resolve("a.log"));
    files.write("b.log", "one\n");
    try (Source source = files.source("path", List.of("a.log", "b.log"))) {
      assertThat(texts(HandFetch.toEnd(source.producers().create(0)))).containsExactly("one");

      assertThat(source.incomplete())
          .hasValueSatisfying(
              why -> assertThat(why).contains("a.log is a directory; for the files in it write"));
    }
  }

  @Test
  void aFollowedFileThatCannotBeReadHoldsUpNoOther() throws Exception {
    Files.createDirectory(directory.resolve("a.log"));
    files.write("b.log", "one\n");
    try (Source source = files.source("path", List.of("a.log", "b.log"), "follow", true)) {
      Producer<byte[]> producer = source.producers().create(0);

      assertThatThrownBy(() -> HandFetch.once(producer, 10))
          .hasMessageContaining("a.log is a directory; for the files in it write");
      assertThat(texts(HandFetch.once(producer, 1))).containsExactly("one");
      producer.close();
    }
  }

  @Test
  void aMissingFileIsNotWaitedForButNamedOnceTheOthersAreRead() throws Exception {
    files.write("here.log", "here\n");
    try (Source source = files.source("paths", List.of("missing.log", "here.log"))) {
      Producer<byte[]> producer = source.producers().create(0);
      assertThat(source.notReady())
          .hasValueSatisfying(problem -> assertThat(problem).endsWith("does not exist"));

      assertThat(texts(HandFetch.toEnd(producer))).containsExactly("here");

      assertThat(source.incomplete())
          .contains(directory.resolve("missing.log") + " does not exist");
    }
  }

  @Test
  void aMissingFileThatIsFollowedIsWaitedFor() throws Exception {
    try (Source source =
        files.source("path", "later.log", "follow", true, "scan-interval", Duration.ZERO)) {
      Producer<byte[]> producer = source.producers().create(0);
      HandFetch.toIdle(producer);

      files.write("later.log", "here\n");

      assertThat(texts(HandFetch.toIdle(producer))).containsExactly("here");
      assertThat(source.incomplete()).isEmpty();
    }
  }

  @Test
  void aPatternThatMatchesNothingLeavesNothingOut() throws Exception {
    try (Source source = files.source("path", "*.log")) {
      assertThat(HandFetch.toEnd(source.producers().create(0))).isEmpty();
      assertThat(source.incomplete()).isEmpty();
    }
  }
}
