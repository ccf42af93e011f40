package io.millrace.daemon.sink.file;

import io.millrace.daemon.deadletter.file.FileDeadLetters;
import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetterStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file that messages are appended to, a line each. */
final class FileSink implements Sink {
  private final FileSinkSettings settings;
  private final String pipeline;
  private final FilePusher pusher;
  private final Supplier<Optional<Pusher<byte[]>>> wayBack;
  private @Nullable ScheduledExecutorService syncer;

  FileSink(FileSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    pipeline = context.pipeline();
    wayBack = () -> context.source().flatMap(Source::wayBack);
    pusher = new FilePusher(settings, context.stateDirectory(), DiskFile::open);
  }

  @Override
  public String description() {
    return pusher.name();
  }

  @Override
  public Optional<Exclusive> exclusive() {
    return Optional.of(Exclusive.file(settings.path()));
  }

  /** Only envelopes tell what they were given up for. */
  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return settings.format() == RecordFormat.ENVELOPE
        ? Optional.of(new FileDeadLetters(settings.path(), wayBack))
        : Optional.empty();
  }

  @Override
  public synchronized Pusher<byte[]> pusher() {
    if (settings.sync() == FileSinkSettings.Sync.INTERVAL && syncer == null) {
      syncer =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "millrace-" + pipeline + "-file-sync");
                thread.setDaemon(true);
                return thread;
              });
      long interval = Math.max(1, settings.syncInterval().toMillis());
      Future<?> unused =
          syncer.scheduleWithFixedDelay(pusher::syncAll, interval, interval, TimeUnit.MILLISECONDS);
    }
    return pusher;
  }

  @Override
  public synchronized void close() throws IOException {
    if (syncer != null) {
      syncer.shutdown();
    }
    pusher.close();
  }
}
