package io.millrace.daemon.source.file;

import static io.millrace.daemon.fixture.Fixtures.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far files were read, over restarts, crashes and files that are replaced. */
@Timeout(30)
class FilePositionTest {
  private final Path directory;

  private final SourceFiles files;

  FilePositionTest(@TempDir Path directory) {
    this.directory = directory;
    files = new SourceFiles(directory);
  }

  @Test
  void goesOnAfterARestartWhereWorkWasFinished() throws Exception {
    files.write("in.log", "1\n2\n3\n4\n5\n");
    try (Source source = files.source("path", "in.log")) {
      Producer<byte[]> producer = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(producer, 4);
      HandFetch.ack(producer, List.of(messages.get(0), messages.get(2)));
      HandFetch.settle(
          producer, Settlement.Kind.RETURNED, List.of(messages.get(1), messages.get(3)));
      producer.close();
    }

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("2", "4", "5");
  }

  @Test
  void aRestartWithoutAnOrderlyStopRepeatsOnlyWhatWasNotSettled() throws Exception {
    files.write("in.log", "1\n2\n3\n4\n");
    Source killed = files.source("path", "in.log", "position-interval", Duration.ZERO);
    Producer<byte[]> producer = killed.producers().create(0);
    List<Message<byte[]>> messages = HandFetch.once(producer, 4);
    HandFetch.ack(producer, List.of(messages.get(0), messages.get(3)));
    Path copy = Files.createDirectories(directory.resolve("state-after-kill"));
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      for (Path position : positions.toList()) {
        Files.copy(position, copy.resolve(position.getFileName()));
      }
    }
    producer.close();
    killed.close();
    try (var positions = Files.list(copy)) {
      for (Path position : positions.toList()) {
        Files.copy(
            position,
            directory.resolve("state/positions").resolve(position.getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("2", "3");
  }

  @Test
  void aReplacedFileIsReadFromItsStart() throws Exception {
    files.write("in.log", "old 1\nold 2\n");
    files.ackAll("path", "in.log");

    Files.write(directory.resolve("in.log"), "new 1\nnew 2\nnew 3\n".getBytes(UTF_8));

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("new 1", "new 2", "new 3");
  }

  @Test
  void readsOnlyWhatWasAppendedSinceTheLastRun() throws Exception {
    files.write("in.log", "1\n");
    files.ackAll("path", "in.log");
    files.append("in.log", "2\n");

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("2");
  }

  @Test
  void refusesADamagedPositionFileAndNamesIt() throws Exception {
    files.write("in.log", "1\n");
    files.ackAll("path", "in.log");
    Path position;
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      position = positions.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(position);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] ^= 0x10;
    }
    Files.write(position, bytes);

    assertThatThrownBy(() -> files.readAll("path", "in.log"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(position.toString())
        .hasMessageContaining("damaged");

    Files.write(position, new byte[0]);
    assertThatThrownBy(() -> files.readAll("path", "in.log"))
        .hasMessageContaining(position.toString());
  }

  @Test
  void aTornWriteOfThePositionCostsOnlyTheLatestProgress() throws Exception {
    files.write("in.log", "1\n2\n3\n");
    try (Source source = files.source("path", "in.log", "position-interval", Duration.ZERO)) {
      Producer<byte[]> producer = source.producers().create(0);
      List<Message<byte[]>> messages = HandFetch.once(producer, 3);
      HandFetch.ack(producer, messages.subList(0, 1));
      HandFetch.ack(producer, messages.subList(1, 2));
      producer.close();
    }
    Path position;
    try (var positions = Files.list(directory.resolve("state/positions"))) {
      position = positions.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(position);
    // The third write, counting the first one at the creation, is in the second slot.
    bytes[4096 + 64 * 1024 + 20] ^= 1;
    Files.write(position, bytes);

    assertThat(texts(files.readAll("path", "in.log"))).containsExactly("2", "3");
  }

  @Test
  void twoSourcesDoNotShareAPosition() throws Exception {
    files.write("in.log", "1\n2\n");
    try (Source source = files.source("path", "in.log")) {
      Producer<byte[]> producer = source.producers().create(0);
      HandFetch.once(producer, 1);

      assertThatThrownBy(() -> files.readAll("path", "in.log")).hasMessageContaining("is in use");
      producer.close();
    }
  }
}
