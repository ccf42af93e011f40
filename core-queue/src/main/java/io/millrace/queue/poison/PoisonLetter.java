package io.millrace.queue.poison;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a source itself gives up, with headers that say why, as dead letters have. */
public final class PoisonLetter {
  private PoisonLetter() {}

  /**
   * @param whole as it is, with the position where it was read
   * @param attempts how often a handler had it, or may have had it
   */
  public static Message<byte[]> of(
      Message<byte[]> whole, String reason, int attempts, @Nullable Exception cause) {
    String position = whole.partition().index() + "@" + whole.offset();
    Headers headers =
        whole
            .headers()
            .with(DeadLetterHeaders.REASON, reason)
            .with(DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts))
            .with(DeadLetterHeaders.ORIGIN, whole.partition().source())
            .with(DeadLetterHeaders.POSITION, position)
            .with(DeadLetterHeaders.TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    if (cause != null) {
      headers = headers.with(DeadLetterHeaders.EXCEPTION, cause.toString());
    }
    return whole.toBuilder().headers(headers).build();
  }
}
