package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.Source;
import io.millrace.queue.Queue;
import java.time.Duration;
import java.util.Optional;

/**
 * One pipeline of this process, as it stands now.
 *
 * <p>A reload may replace a pipeline by another of the same name; a view goes on telling of the one
 * it was made for, whose queue is then stopped. So keep the name, and find the view again for each
 * request.
 *
 * <p><b>Threads:</b> any; no method blocks.
 */
public interface PipelineView {
  String name();

  /** What the source calls itself: {@code file /var/log/dpkg.log}. */
  String sourceDescription();

  /** What the handler, or the sink that stands in its place, calls itself. */
  String handlerDescription();

  /** What happens to messages whose attempts are used up, in words. */
  String deadLetterDescription();

  /**
   * The queue between them; for its snapshot, and to pause, resume and resize it. Do not stop it.
   */
  Queue<byte[]> queue();

  /** How long a handler call may take; empty when nothing limits it. */
  default Optional<Duration> handlerTimeLimit() {
    return Optional.empty();
  }

  /** How far the source is, where its size is known. */
  Optional<Source.Progress> progress();

  /** Why it has ended though it was not to end yet, in words; empty while nothing has failed. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** Empty when the source is attached to its backend; else what is missing, in words. */
  Optional<String> notReady();
}
