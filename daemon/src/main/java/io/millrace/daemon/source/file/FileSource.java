package io.millrace.daemon.source.file;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.ProducerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of files. Each file is a partition and read by one producer; a message's offset is its
 * line's position in bytes.
 */
final class FileSource implements Source {
  private final FileSourceSettings settings;
  private final FilePatterns patterns;
  private final SkippedLines skipped;
  private final FileClaims claims;

  FileSource(FileSourceSettings settings, PipelineContext context) {
    this.settings = settings;
    patterns = new FilePatterns(context.baseDirectory(), settings.paths());
    skipped = new SkippedLines(context.meters(), context.pipeline());
    claims =
        new FileClaims(
            patterns,
            settings,
            settings.keepPosition()
                ? PositionDirectory.in(context.stateDirectory().resolve("positions"))
                : PositionDirectory.none(),
            skipped);
  }

  @Override
  public String description() {
    return "file " + String.join(", ", settings.paths());
  }

  @Override
  public ProducerFactory<byte[]> producers() {
    return index ->
        settings.follow()
            ? new FollowingProducer(claims, settings)
            : new FileProducer(claims, settings);
  }

  @Override
  public int usefulProducers() {
    try {
      return Math.max(
          1, Math.min(patterns.matches().size(), Runtime.getRuntime().availableProcessors()));
    } catch (IOException e) {
      // The producers will meet the same failure and report it.
      return 1;
    }
  }

  @Override
  public boolean hasKeys() {
    return settings.format().hasKeys();
  }

  @Override
  public boolean reads(Path file) {
    return patterns.reads(file);
  }

  @Override
  public Optional<Progress> progress() {
    return settings.follow() ? Optional.empty() : Optional.of(claims.progress());
  }

  @Override
  public Optional<String> notReady() {
    return claims.problem();
  }

  @Override
  public Optional<String> incomplete() {
    return claims.incomplete();
  }

  @Override
  public long skipped() {
    return skipped.count();
  }

  @Override
  public void close() throws IOException {
    claims.close();
  }
}
