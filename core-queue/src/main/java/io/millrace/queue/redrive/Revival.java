package io.millrace.queue.redrive;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of a dead letter the message it was, as if new but for the count of its redrives. */
public final class Revival {
  private static final List<String> STRIPPED =
      List.of(
          DeadLetterHeaders.REASON,
          DeadLetterHeaders.ATTEMPTS,
          DeadLetterHeaders.QUEUE,
          DeadLetterHeaders.ORIGIN,
          DeadLetterHeaders.POSITION,
          DeadLetterHeaders.EXCEPTION,
          DeadLetterHeaders.TIME);

  private Revival() {}

  /**
   * The message for the target: without the position and the handle it has in the source of dead
   * letters.
   */
  public static <T> Message<T> of(Message<T> deadLetter) {
    Map<String, String> headers = deadLetter.headers().toMap();
    STRIPPED.forEach(headers::remove);
    headers.put(DeadLetterHeaders.REDRIVES, Long.toString(redrives(deadLetter) + 1));
    return Message.builder(deadLetter.payload())
        .key(deadLetter.key().orElse(null))
        .headers(Headers.of(headers))
        .timestampMillis(deadLetter.timestampMillis())
        .sizeBytes(deadLetter.sizeBytes())
        .build();
  }

  /** How often it was redriven; 0 where the header is missing or is no number that we wrote. */
  private static long redrives(Message<?> deadLetter) {
    Optional<String> value = deadLetter.headers().get(DeadLetterHeaders.REDRIVES);
    return value.filter(digits -> digits.matches("[0-9]{1,9}")).map(Long::parseLong).orElse(0L);
  }
}
