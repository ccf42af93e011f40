package io.millrace.daemon.source.stdin;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.source.line.LineFormat;
import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The lines of a stream that can be read once. At most once: what was read and not handled when the
 * process ends is lost, because the stream cannot be asked for it again. One producer reads; others
 * end at once.
 */
final class StdinSource implements Source {
  private final LineFormat format;
  private final SkippedLines skipped;
  private final Supplier<InputStream> stream;
  private final AtomicBoolean taken = new AtomicBoolean();

  StdinSource(LineFormat format, SkippedLines skipped, Supplier<InputStream> stream) {
    this.format = format;
    this.skipped = skipped;
    this.stream = stream;
  }

  @Override
  public String description() {
    return "stdin";
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index ->
        taken.compareAndSet(false, true)
            ? new StreamProducer(stream.get(), format, skipped)
            : new NoProducer();
  }

  @Override
  public Optional<Exclusive> exclusive() {
    return Optional.of(new Exclusive("standard input", "", "let one pipeline read it"));
  }

  @Override
  public boolean hasKeys() {
    return format.hasKeys();
  }

  @Override
  public int usefulProducers() {
    return 1;
  }

  @Override
  public long skipped() {
    return skipped.count();
  }
}
