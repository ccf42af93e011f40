package io.millrace.daemon.deadletter.file;

import io.millrace.daemon.spi.DeadLetter;
import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.DeadLetters;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.Redrive;
import io.millrace.queue.redrive.RedriveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The dead letters in a file of envelopes. The file is only read: what is done with is written down
 * beside it, see {@link SettledLines}.
 */
public final class FileDeadLetters implements DeadLetters {
  private static final int DROPPED_AT_ONCE = 500;

  private final Path file;
  private final Function<String, Optional<Pusher<byte[]>>> wayBack;

  /**
   * @param wayBack from the name of where dead letters came from to how to get there
   */
  public FileDeadLetters(Path file, Function<String, Optional<Pusher<byte[]>>> wayBack) {
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
          LetterLines lines = new LetterLines(file, settled, letter -> true, Selection.UNLIMITED)) {
        Optional<DeadLetter> letter = lines.next();
        while (letter.isPresent() && reader.test(letter.get())) {
          letter = lines.next();
        }
      }
    }
  }

  @Override
  public Report redrive(Selection selection, Optional<Pusher<byte[]>> target) throws Exception {
    if (!Files.exists(file)) {
      return new Report(0, 0, Optional.empty());
    }
    if (selection.isDryRun()) {
      if (target.isEmpty()) {
        checkWaysBack(selection);
      }
      return drop(selection);
    }
    try (SettledLines settled = SettledLines.open(file)) {
      return target.isPresent()
          ? redrive(selection, settled, target.get())
          : redriveToOrigins(selection, settled);
    }
  }

  @Override
  public Report drop(Selection selection) throws Exception {
    if (!Files.exists(file)) {
      return new Report(0, 0, Optional.empty());
    }
    List<SettledLines.Line> dropped = new ArrayList<>();
    try (SettledLines settled =
            selection.isDryRun() ? SettledLines.read(file) : SettledLines.open(file);
        LetterLines lines = new LetterLines(file, settled, selection.which(), selection.limit())) {
      Optional<DeadLetter> letter = lines.next();
      while (letter.isPresent()) {
        dropped.add(LetterLines.lineOf(letter.get().message()));
        letter = lines.next();
        if (dropped.size() == DROPPED_AT_ONCE || letter.isEmpty()) {
          settle(dropped, settled, selection);
        }
      }
      return new Report(lines.lookedAt(), lines.selected(), Optional.empty());
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

  private void checkWaysBack(Selection selection) throws Exception {
    for (String origin : origins(selection)) {
      pusherTo(origin).close();
    }
  }

  private Set<String> origins(Selection selection) throws IOException {
    Set<String> origins = new LinkedHashSet<>();
    read(
        letter -> {
          if (selection.which().test(letter)) {
            origins.add(letter.origin());
          }
          return true;
        });
    return origins;
  }

  /** One run for each origin: each has a way back of its own. */
  private Report redriveToOrigins(Selection selection, SettledLines settled) throws Exception {
    long lookedAt = 0;
    long done = 0;
    Optional<Exception> failure = Optional.empty();
    for (String origin : origins(selection)) {
      int left = (int) (selection.limit() - done);
      if (left > 0 && failure.isEmpty()) {
        try (Pusher<byte[]> target = pusherTo(origin)) {
          Report report = redrive(narrowed(selection, origin, left), settled, target);
          lookedAt = Math.max(lookedAt, report.lookedAt());
          done += report.done();
          failure = report.failure();
        }
      }
    }
    return new Report(lookedAt, done, failure);
  }

  private Pusher<byte[]> pusherTo(String origin) throws DeadLetterException {
    return wayBack
        .apply(origin)
        .orElseThrow(
            () ->
                new DeadLetterException(
                    DeadLetterException.Kind.USAGE,
                    "there is no way back to "
                        + (origin.isEmpty() ? "a source without a name" : origin)
                        + "; say where to with --to"));
  }

  private static Selection narrowed(Selection selection, String origin, int limit) {
    return new Selection(
        letter -> letter.origin().equals(origin) && selection.which().test(letter),
        limit,
        selection.perSecond(),
        selection.isDryRun());
  }

  private Report redrive(Selection selection, SettledLines settled, Pusher<byte[]> target)
      throws Exception {
    try (LetterLines lines = new LetterLines(file, settled, selection.which(), selection.limit())) {
      RedriveReport report =
          Redrive.to(target)
              .atMostPerSecond(selection.perSecond())
              .lookingAt(Selection.UNLIMITED)
              .run(lines, Duration.ofSeconds(1));
      return new Report(lines.lookedAt(), report.redriven(), report.failure());
    }
  }
}
