package io.millrace.daemon.source.file;

import static io.millrace.daemon.fixture.Fixtures.context;
import static io.millrace.daemon.fixture.Fixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FollowTest {
  @TempDir Path directory;

  private final List<String> lines = new ArrayList<>();
  private Source source;
  private Producer<byte[]> producer;

  @AfterEach
  void stop() throws Exception {
    if (producer != null) {
      producer.close();
      source.close();
    }
  }

  @Test
  void deliversWhatIsAppendedAndWaitsForTheEndOfALine() throws Exception {
    append("app.log", "one\ntw");
    follow("path", "app.log");
    expect("one");

    append("app.log", "o\nthree\n");

    expect("one", "two", "three");
  }

  @Test
  void readsARotatedFileToItsEndAndGoesOnWithTheNewOne() throws Exception {
    append("app.log", "1\n");
    follow("path", "app.log");
    expect("1");

    append("app.log", "2\n");
    Files.move(file("app.log"), file("app.log.1"));
    append("app.log.1", "3\n");
    append("app.log", "4\n");
    expect("1", "2", "3", "4");
    append("app.log.1", "late");
    append("app.log", "5\n");

    expect("1", "2", "3", "4", "5", "late");
  }

  @Test
  void findsTheRestOfAFileThatWasRotatedWhileNobodyLooked() throws Exception {
    append("app.log", "1\n");
    follow("path", "app.log");
    expect("1");
    stop();
    append("app.log", "2\n");
    Files.move(file("app.log"), file("app.log.1"));
    append("app.log", "3\n");

    follow("path", "app.log");

    expect("1", "2", "3");
  }

  @Test
  void aFileWhoseNewNameMatchesAsWellIsNotReadAgain() throws Exception {
    append("app.log", "1\n");
    follow("path", "app.*", "scan-interval", Duration.ZERO);
    expect("1");

    Files.move(file("app.log"), file("app.log.1"));
    append("app.log", "2\n");
    append("app.other", "3\n");

    awaitLines(3);
    assertThat(lines).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void startsAgainWhenAFileIsTruncatedAsCopytruncateDoes() throws Exception {
    append("app.log", "1\n2\n3\n");
    follow("path", "app.log");
    expect("1", "2", "3");

    try (FileChannel channel = FileChannel.open(file("app.log"), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    append("app.log", "4\n");

    expect("1", "2", "3", "4");
  }

  @Test
  void noticesATruncatedFileThatHasGrownBeyondWhereItWas() throws Exception {
    append("app.log", "1\n");
    follow("path", "app.log");
    expect("1");

    Files.writeString(file("app.log"), "other 1\nother 2\n", StandardOpenOption.TRUNCATE_EXISTING);

    expect("1", "other 1", "other 2");
  }

  @Test
  void aRestartAfterTruncationStartsAtTheNewPosition() throws Exception {
    append("app.log", "1\n2\n3\n");
    follow("path", "app.log");
    expect("1", "2", "3");
    Files.writeString(file("app.log"), "4\n", StandardOpenOption.TRUNCATE_EXISTING);
    expect("1", "2", "3", "4");
    stop();

    append("app.log", "5\n");
    follow("path", "app.log");

    expect("1", "2", "3", "4", "5");
  }

  @Test
  void fromEndLeavesOutWhatIsThereButNotWhatComes() throws Exception {
    append("app.log", "old\n");
    follow("path", "app.log", "from", "end");
    collect();

    append("app.log", "new\n");

    expect("new");
  }

  @Test
  void waitsForAFileThatIsNotThereYet() throws Exception {
    follow("path", "late.log", "scan-interval", Duration.ZERO);
    collect();
    assertThat(source.notReady()).isPresent();

    append("late.log", "1\n");

    expect("1");
  }

  @Test
  void aFileRecreatedAfterItWasDeletedIsReadFromItsStart() throws Exception {
    append("app.log", "1\n");
    follow("path", "app.log", "scan-interval", Duration.ZERO);
    expect("1");
    Files.delete(file("app.log"));
    collect();

    append("app.log", "2\n");

    expect("1", "2");
  }

  private void follow(Object... options) throws Exception {
    List<Object> all =
        new ArrayList<>(List.of("follow", true, "rotate-wait", Duration.ofMillis(200)));
    all.addAll(List.of(options));
    source = new FileSourceType().configure(MapOptions.of(all.toArray()), context(directory));
    producer = source.producers().create(0);
  }

  private void expect(String... expected) {
    awaitLines(expected.length);
    assertThat(lines).containsExactly(expected);
  }

  private void awaitLines(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> collect() >= count);
  }

  private int collect() throws Exception {
    List<Message<byte[]>> messages = HandFetch.toIdle(producer);
    HandFetch.ack(producer, messages);
    lines.addAll(texts(messages));
    return lines.size();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private void append(String name, String content) throws IOException {
    Files.writeString(file(name), content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
