package io.millrace.daemon.sink.file;

import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file that messages are appended to, a line each. */
final class FileSink implements Sink {
  private final FileSinkSettings settings;
  private final String pipeline;
  private final FilePusher pusher;
  private @Nullable ScheduledExecutorService syncer;

  FileSink(FileSinkSettings settings, PipelineContext context) {
    this.settings = settings;
    pipeline = context.pipeline();
    pusher = new FilePusher(settings, context.stateDirectory(), DiskFile::open);
  }

  @Override
  public String description() {
    return pusher.name();
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
