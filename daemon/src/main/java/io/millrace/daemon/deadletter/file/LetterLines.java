package io.millrace.daemon.deadletter.file;

import io.millrace.daemon.source.line.EnvelopeReader;
import io.millrace.daemon.source.line.EnvelopeReader.NotAnEnvelopeException;
import io.millrace.daemon.source.line.LineReader;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.Selection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One walk through those dead letters of a file that are selected and not done with. Their lines'
 * positions are their ids. Lines that are no envelopes are passed over, with a warning; a last line
 * without an end is still being written.
 */
final class LetterLines implements Producer<byte[]> {
  private static final int MAX_LINE = 1 << 30;

  private final Path file;
  private final SettledLines settled;
  private final FileChannel channel;
  private final LineReader lines;
  private final SourcePartition partition;
  private final Selection selection;
  private long lookedAt;
  private long selected;

  LetterLines(Path file, SettledLines settled, Selection selection) throws IOException {
    this.file = file;
    this.settled = settled;
    this.selection = selection;
    channel = FileChannel.open(file, StandardOpenOption.READ);
    lines = new LineReader(channel, 0, MAX_LINE);
    partition = new SourcePartition(file.toString(), 0);
  }

  /** How many dead letters were looked at, also those not selected. */
  long lookedAt() {
    return lookedAt;
  }

  /** How many were selected. */
  long selected() {
    return selected;
  }

  /** The next one; empty at the end of what has been written, or when there were enough. */
  Optional<DeadLetter> next() throws IOException {
    while (selected < selection.limit()) {
      Optional<DeadLetter> letter = nextUnsettled();
      if (letter.isEmpty()) {
        return letter;
      }
      lookedAt++;
      if (selection.which().test(letter.get())) {
        selected++;
        return letter;
      }
    }
    return Optional.empty();
  }

  private Optional<DeadLetter> nextUnsettled() throws IOException {
    LineReader.Read read = lines.read();
    while (read != LineReader.Read.NOTHING) {
      SettledLines.Line line = new SettledLines.Line(lines.start(), checksum());
      if (read == LineReader.Read.LINE && lines.lineLength() > 0 && !settled.contains(line)) {
        try {
          return Optional.of(letter(line));
        } catch (NotAnEnvelopeException e) {
          // Not in a static field: commands that read no dead letters should not load the log.
          Logger log = LoggerFactory.getLogger(LetterLines.class);
          log.warn(
              "{}: what begins at byte {} is no dead letter: {}",
              file,
              line.position(),
              e.getMessage());
        }
      }
      read = lines.read();
    }
    return Optional.empty();
  }

  static SettledLines.Line lineOf(Message<byte[]> message) {
    if (message.handle() instanceof SettledLines.Line line) {
      return line;
    }
    throw new IllegalArgumentException("not read here: " + message);
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws IOException {
    while (fetch.count() < fetch.messageLimit()) {
      Optional<DeadLetter> letter = next();
      if (letter.isEmpty()) {
        return FetchResult.END;
      }
      fetch.add(letter.get().message());
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) throws IOException {
    List<SettledLines.Line> done =
        settlements.stream()
            .filter(settlement -> settlement.kind().isFinished())
            .map(settlement -> lineOf(settlement.message()))
            .toList();
    if (!done.isEmpty()) {
      settled.add(done);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private DeadLetter letter(SettledLines.Line line) throws NotAnEnvelopeException {
    Message<byte[]> message =
        EnvelopeReader.read(lines.buffer(), lines.lineStart(), lines.lineLength());
    return new DeadLetter(
        Long.toString(line.position()),
        message.toBuilder().position(partition, line.position()).handle(line).build());
  }

  private int checksum() {
    CRC32 crc = new CRC32();
    crc.update(lines.buffer(), lines.lineStart(), lines.lineLength());
    return (int) crc.getValue();
  }
}
