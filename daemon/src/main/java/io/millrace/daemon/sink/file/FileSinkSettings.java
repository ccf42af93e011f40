package io.millrace.daemon.sink.file;

import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Options;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The options of a file sink.
 *
 * @param rotateSize beyond how many bytes a new file is begun
 * @param keep how many rotated files are kept
 * @param syncInterval how long written bytes may wait for the disk with {@link Sync#INTERVAL}
 */
record FileSinkSettings(
    Path path, RecordFormat format, long rotateSize, int keep, Sync sync, Duration syncInterval) {

  /** When bytes must have reached the disk. */
  enum Sync {
    /** When the operating system likes: they survive a kill of the process, not a loss of power. */
    OS,
    /** At most the interval after a push has answered. */
    INTERVAL,
    /** Before a push answers. */
    ALWAYS
  }

  /**
   * @param standard the format where none is given
   */
  static FileSinkSettings from(Options options, Path base, RecordFormat standard) {
    Path path = base.resolve(options.text("path"));
    Options rotate = options.options("rotate");
    return new FileSinkSettings(
        path,
        options.choice("format", RecordFormat.class, standard),
        rotate.size("size", Long.MAX_VALUE, 1, Long.MAX_VALUE),
        rotate.integer("keep", 5, 1, 10_000),
        options.choice("sync", Sync.class, Sync.OS),
        options.duration("sync-interval", Duration.ofSeconds(1)));
  }
}
