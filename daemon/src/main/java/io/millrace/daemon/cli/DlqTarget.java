package io.millrace.daemon.cli;

import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where {@code --to} leads; nowhere when it was not given. */
final class DlqTarget implements AutoCloseable {
  private final @Nullable Sink sink;

  /** Where the sink may keep what it must while it works. */
  private final @Nullable Path scratch;

  private DlqTarget(@Nullable Sink sink, @Nullable Path scratch) {
    this.sink = sink;
    this.scratch = scratch;
  }

  static DlqTarget of(@Nullable String to, DlqAccess access, PipelineContext context)
      throws IOException {
    if (to == null) {
      return new DlqTarget(null, null);
    }
    Path scratch = Files.createTempDirectory("millrace-dlq");
    PipelineContext inScratch =
        new PipelineContext(
            context.pipeline(),
            context.baseDirectory(),
            scratch,
            context.meters(),
            context.ordering(),
            context.source());
    return new DlqTarget(access.target(to, inScratch), scratch);
  }

  Optional<Pusher<byte[]>> pusher() throws Exception {
    return sink == null ? Optional.empty() : Optional.of(sink.pusher());
  }

  @Override
  public void close() throws Exception {
    if (sink != null) {
      sink.close();
    }
    if (scratch != null) {
      try (Stream<Path> left = Files.walk(scratch)) {
        for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
