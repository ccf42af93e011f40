package io.millrace.kafka.departure;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A record that the source itself gives up, with headers that say why, as dead letters have. */
public final class PoisonLetter {
  private PoisonLetter() {}

  /**
   * @param record as it is, with the position where it was read
   * @param attempts how often a handler had it, or may have had it
   */
  public static Message<byte[]> of(
      Message<byte[]> record, String reason, int attempts, @Nullable Exception cause) {
    String position = record.partition().index() + "@" + record.offset();
    Headers headers =
        record
            .headers()
            .with(DeadLetterHeaders.REASON, reason)
            .with(DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts))
            .with(DeadLetterHeaders.ORIGIN, record.partition().source())
            .with(DeadLetterHeaders.POSITION, position)
            .with(DeadLetterHeaders.TIME, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    if (cause != null) {
      headers = headers.with(DeadLetterHeaders.EXCEPTION, cause.toString());
    }
    return record.toBuilder().headers(headers).build();
  }
}
