package io.millrace.daemon.deadletter;

import io.millrace.daemon.spi.DeadLetterException;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.WayBack;
import java.util.Optional;

/**
 * Back to the source of a pipeline, for what that pipeline has given up: others may have the same
 * place for their dead letters.
 */
public record SourceWayBack(String pipeline, Source source) implements WayBack {
  /** That of the pipeline that a part belongs to; empty if it belongs to none. */
  public static Optional<WayBack> of(PipelineContext context) {
    return context.source().map(source -> new SourceWayBack(context.pipeline(), source));
  }

  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    String by = letter.header(DeadLetterHeaders.QUEUE);
    return by.isEmpty() || by.equals(pipeline)
        ? Optional.empty()
        : Optional.of("pipeline " + by + " gave them up, not " + pipeline + "; name a target");
  }

  /**
   * {@inheritDoc}
   *
   * @throws DeadLetterException when the source takes nothing back
   */
  @Override
  public Pusher<byte[]> pusher() throws DeadLetterException {
    return source.wayBack().orElseThrow(SourceWayBack::none);
  }

  /** That there is none. */
  public static DeadLetterException none() {
    return new DeadLetterException(
        DeadLetterException.Kind.USAGE,
        "there is no way back to where these came from; say where to with --to");
  }
}
