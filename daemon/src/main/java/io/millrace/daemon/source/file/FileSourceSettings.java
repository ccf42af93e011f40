package io.millrace.daemon.source.file;

import io.millrace.daemon.source.line.LineFormat;
import io.millrace.daemon.spi.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a file source.
 *
 * @param paths as written, relative ones and globs among them
 * @param follow whether the end of a file is where to wait for more
 * @param keepPosition whether to go on after a restart where work was finished
 * @param fromEnd whether a file without a position that is there at the start is read from its end
 * @param positionInterval how long finished work may go unwritten
 * @param scanInterval how often to look for new files when following
 * @param rotateWait how long a rotated file must be quiet before it counts as ended
 */
record FileSourceSettings(
    List<String> paths,
    LineFormat format,
    boolean follow,
    boolean keepPosition,
    boolean fromEnd,
    Duration positionInterval,
    Duration scanInterval,
    Duration rotateWait) {

  private enum PositionMode {
    KEEP,
    NONE
  }

  private enum From {
    START,
    END
  }

  static FileSourceSettings from(Options options) {
    List<String> paths = new ArrayList<>(options.texts("path"));
    paths.addAll(options.texts("paths"));
    FileSourceSettings settings =
        new FileSourceSettings(
            paths,
            LineFormat.from(options),
            options.flag("follow", false),
            options.choice("position", PositionMode.class, PositionMode.KEEP) == PositionMode.KEEP,
            options.choice("from", From.class, From.START) == From.END,
            options.duration("position-interval", Duration.ofMillis(10)),
            options.duration("scan-interval", Duration.ofSeconds(1)),
            options.duration("rotate-wait", Duration.ofSeconds(5)));
    if (paths.isEmpty()) {
      throw options.error("", "a file source needs path: or paths:");
    }
    if (paths.contains("")) {
      throw options.error(options.has("path") ? "path" : "paths", "the name of a file is empty");
    }
    return settings;
  }
}
