package io.millrace.daemon.deadletter.file;

import io.millrace.daemon.deadletter.SourceWayBack;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.Redrive;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The dead letters in a file of envelopes. The file is only read: what is done with is written down
 * beside it, see {@link SettledLines}.
 */
public final class FileDeadLetters implements DeadLetterStore {
  private static final int DROPPED_AT_ONCE = 500;
  private static final RedriveReport NOTHING_THERE =
      new RedriveReport(0, 0, 0, false, Optional.empty());

  private final Path file;
  private final Supplier<Optional<Pusher<byte[]>>> wayBack;

  /**
   * @param wayBack makes what takes messages back to where they came from, if anything does
   */
  public FileDeadLetters(Path file, Supplier<Optional<Pusher<byte[]>>> wayBack) {
    this.file = file;
    this.wayBack = wayBack;
  }

  @Override
  public String description() {
    return "file " + file;
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws IOException {
    if (Files.exists(file)) {
      try (SettledLines settled = SettledLines.read(file);
          LetterLines lines = new LetterLines(file, settled, Selection.all())) {
        Optional<DeadLetter> letter = lines.next();
        while (letter.isPresent() && reader.test(letter.get())) {
          letter = lines.next();
        }
      }
    }
  }

  @Override
  public Optional<DeadLetter> find(String id) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Selection one = Selection.where(letter -> letter.id().equals(id)).atMost(1);
    try (SettledLines settled = SettledLines.read(file);
        LetterLines lines = new LetterLines(file, settled, one)) {
      return lines.next();
    }
  }

  /**
   * @throws DeadLetterException when there is no way back, or another process is at it
   */
  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    try (Pusher<byte[]> target = wayBack.get().orElseThrow(SourceWayBack::none)) {
      return redriveTo(target, selection);
    }
  }

  /**
   * @throws DeadLetterException when another process is at it
   */
  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    if (!Files.exists(file)) {
      return NOTHING_THERE;
    }
    if (selection.isDryRun()) {
      return drop(selection);
    }
    try (SettledLines settled = SettledLines.open(file);
        LetterLines lines = new LetterLines(file, settled, selection)) {
      RedriveReport report =
          Redrive.to(target)
              .atMostPerSecond(selection.perSecond())
              .lookingAt(Selection.UNLIMITED)
              .run(lines, Duration.ofSeconds(1));
      return report(lines.lookedAt(), report.redriven(), selection, report.failure());
    }
  }

  /**
   * @throws DeadLetterException when another process is at it
   */
  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    if (!Files.exists(file)) {
      return NOTHING_THERE;
    }
    List<SettledLines.Line> dropped = new ArrayList<>();
    try (SettledLines settled =
            selection.isDryRun() ? SettledLines.read(file) : SettledLines.open(file);
        LetterLines lines = new LetterLines(file, settled, selection)) {
      Optional<DeadLetter> letter = lines.next();
      while (letter.isPresent()) {
        dropped.add(LetterLines.lineOf(letter.get().message()));
        letter = lines.next();
        if (dropped.size() == DROPPED_AT_ONCE || letter.isEmpty()) {
          settle(dropped, settled, selection);
        }
      }
      return report(lines.lookedAt(), lines.selected(), selection, Optional.empty());
    }
  }

  private static void settle(
      List<SettledLines.Line> dropped, SettledLines settled, Selection selection)
      throws IOException {
    if (!selection.isDryRun()) {
      settled.add(dropped);
    }
    dropped.clear();
  }

  private static RedriveReport report(
      long lookedAt, long done, Selection selection, Optional<Exception> failure) {
    return new RedriveReport(lookedAt, done, lookedAt - done, selection.isDryRun(), failure);
  }
}
