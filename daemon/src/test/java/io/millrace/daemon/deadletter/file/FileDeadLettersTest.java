package io.millrace.daemon.deadletter.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.daemon.fixture.Fixtures;
import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDeadLettersTest {
  @TempDir private Path directory;

  private final List<Message<byte[]>> taken = new ArrayList<>();
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("dead.ndjson");
  }

  @Test
  void hasNoneBeforeThereIsAFile() throws Exception {
    assertThat(payloads()).isEmpty();
    assertThat(letters().redriveTo(target(), all())).isEqualTo(report(0, 0));
    assertThat(letters().drop(all())).isEqualTo(report(0, 0));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void showsThemInTheOrderOfTheFileWithTheirHeaders() throws Exception {
    write("a", "b", "c");
    List<DeadLetter> found = read();
    assertThat(found).extracting(DeadLetter::reason).containsExactly("why a", "why b", "why c");
    assertThat(found.get(0).id()).isEqualTo("0");
    assertThat(found.get(1).message().key()).contains("key-b");
  }

  @Test
  void sendsThemBackAsTheyWereAndShowsThemNoMore() throws Exception {
    write("a", "b", "c");
    assertThat(letters().redriveTo(target(), all())).isEqualTo(report(3, 3));
    assertThat(Fixtures.texts(taken)).containsExactly("a", "b", "c");
    assertThat(taken.get(0).headers())
        .isEqualTo(Headers.of(Map.of("own", "a", DeadLetterHeaders.REDRIVES, "1")));
    assertThat(payloads()).isEmpty();
    write("d");
    assertThat(payloads()).containsExactly("d");
  }

  @Test
  void leavesWhatIsNotSelected() throws Exception {
    write("a", "b", "c", "b");
    Selection firstB = Selection.where(payload("b")).atMost(1);
    assertThat(letters().drop(firstB)).isEqualTo(report(2, 1));
    assertThat(payloads()).containsExactly("a", "c", "b");
    assertThat(letters().redriveTo(target(), firstB)).isEqualTo(report(3, 1));
    assertThat(payloads()).containsExactly("a", "c");
  }

  @Test
  void onlyCountsInADryRun() throws Exception {
    write("a", "b");
    Selection dry = Selection.where(payload("b")).dryRun(true);
    RedriveReport counted = new RedriveReport(2, 1, 1, true, Optional.empty());
    assertThat(letters().drop(dry)).isEqualTo(counted);
    assertThat(letters().redriveTo(target(), dry)).isEqualTo(counted);
    assertThat(taken).isEmpty();
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  void goesBackByTheWayOfTheSourceAndKnowsWhereItCameFrom() throws Exception {
    write("a", "b");
    FileDeadLetters letters = new FileDeadLetters(file, () -> Optional.of(target()));
    assertThat(letters.redrive(all())).isEqualTo(report(2, 2));
    assertThat(taken)
        .extracting(message -> message.partition().source())
        .containsExactly("origin a", "origin b");
  }

  @Test
  void saysWhenThereIsNoWayBackAlsoInADryRun() throws Exception {
    write("a");
    for (boolean isDryRun : new boolean[] {false, true}) {
      assertThatThrownBy(() -> letters().redrive(all().dryRun(isDryRun)))
          .isInstanceOf(DeadLetterException.class)
          .hasMessage("there is no way back to where these came from; say where to with --to");
    }
    assertThat(payloads()).containsExactly("a");
  }

  @Test
  void findsOneByItsId() throws Exception {
    write("a", "b");
    String id = read().get(1).id();
    assertThat(letters().find(id)).get().extracting(DeadLetter::reason).isEqualTo("why b");
    assertThat(letters().find("1")).isEmpty();
    letters().drop(all());
    assertThat(letters().find(id)).isEmpty();
  }

  @Test
  void keepsWhatTheTargetDoesNotTake() throws Exception {
    write("a", "b");
    Pusher<byte[]> refusing = pusher(messages -> new IOException("full"));
    RedriveReport report = letters().redriveTo(refusing, all());
    assertThat(report.redriven()).isZero();
    assertThat(report.failure()).get().extracting(Exception::getMessage).isEqualTo("full");
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  void passesOverWhatIsNoDeadLetterAndALineThatIsStillBeingWritten() throws Exception {
    write("a");
    append("not json\n\n");
    write("b");
    append("{\"headers\":{},\"payl");
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  void forgetsWhatWasDoneWithInAnotherFileOfTheSameName() throws Exception {
    write("a", "b");
    letters().drop(all());
    Files.delete(file);
    write("x", "y");
    assertThat(payloads()).containsExactly("x", "y");
  }

  @Test
  void readsWhatTheFirstVersionWroteEvenIfTheLastLineIsCutShort() throws Exception {
    write("a", "b", "c");
    letters().drop(Selection.where(payload("a")));
    Path settled = directory.resolve("dead.ndjson.settled");
    assertThat(settled).content().matches("millrace-settled-lines 1\n0 [0-9a-f]{8}\n?");
    Files.writeString(settled, "\n9 12", StandardOpenOption.APPEND);
    assertThat(payloads()).containsExactly("b", "c");
    letters().drop(Selection.where(payload("b")));
    assertThat(payloads()).containsExactly("c");
  }

  @Test
  void refusesAnotherVersion() throws Exception {
    write("a");
    Files.writeString(directory.resolve("dead.ndjson.settled"), "millrace-settled-lines 2\n");
    assertThatThrownBy(this::payloads)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version");
  }

  @Test
  void letsOneAtATimeChangeAnything() throws Exception {
    write("a");
    try (SettledLines held = SettledLines.open(file)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> letters().drop(all()))
          .isInstanceOf(DeadLetterException.class)
          .hasMessageContaining("another process");
      assertThat(payloads()).containsExactly("a");
    }
  }

  @Test
  void remembersManyWithoutRepeatingAny() throws Exception {
    write(IntStream.range(0, 1_200).mapToObj(Integer::toString).toArray(String[]::new));
    assertThat(letters().redriveTo(target(), all())).isEqualTo(report(1_200, 1_200));
    assertThat(letters().redriveTo(target(), all())).isEqualTo(report(0, 0));
    assertThat(taken).hasSize(1_200);
  }

  private FileDeadLetters letters() {
    return new FileDeadLetters(file, Optional::empty);
  }

  private static Selection all() {
    return Selection.all();
  }

  private static Predicate<DeadLetter> payload(String text) {
    return letter -> new String(letter.message().payload(), UTF_8).equals(text);
  }

  private static RedriveReport report(long lookedAt, long done) {
    return new RedriveReport(lookedAt, done, lookedAt - done, false, Optional.empty());
  }

  private List<DeadLetter> read() throws Exception {
    List<DeadLetter> found = new ArrayList<>();
    letters().read(found::add);
    return found;
  }

  private List<String> payloads() throws Exception {
    return Fixtures.texts(read().stream().map(DeadLetter::message).toList());
  }

  private void write(String... payloads) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String payload : payloads) {
      Message<byte[]> letter =
          Fixtures.message(payload).toBuilder()
              .key("key-" + payload)
              .headers(
                  Headers.of("own", payload)
                      .with(DeadLetterHeaders.REASON, "why " + payload)
                      .with(DeadLetterHeaders.ORIGIN, "origin " + payload))
              .build();
      lines.append(new String(RecordFormat.ENVELOPE.encode(letter), UTF_8)).append('\n');
    }
    append(lines.toString());
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Pusher<byte[]> target() {
    return pusher(
        messages -> {
          taken.addAll(messages);
          return null;
        });
  }

  private interface Push {
    Exception push(List<Message<byte[]>> messages);
  }

  private static Pusher<byte[]> pusher(Push push) {
    return new Pusher<>() {
      @Override
      public String name() {
        return "list";
      }

      @Override
      public void push(List<Message<byte[]>> messages) throws Exception {
        Exception failure = push.push(messages);
        if (failure != null) {
          throw failure;
        }
      }
    };
  }
}
