package io.millrace.queue.redrive;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern POSITION = Pattern.compile("([0-9]{1,9})@(-1|[0-9]{1,18})");

  private Revival() {}

  /**
   * The message for the target: without the handle it has in the source of dead letters, and at the
   * position it once came from, as far as its headers tell.
   */
  public static <T> Message<T> of(Message<T> deadLetter) {
    Message.Builder<T> builder = Message.builder(deadLetter.payload());
    Map<String, String> headers = deadLetter.headers().toMap();
    STRIPPED.forEach(headers::remove);
    deadLetter
        .headers()
        .get(DeadLetterHeaders.ORIGIN)
        .ifPresent(origin -> placeAt(origin, deadLetter, builder));
    headers.put(DeadLetterHeaders.REDRIVES, Long.toString(redrives(deadLetter) + 1));
    return builder
        .key(deadLetter.key().orElse(null))
        .headers(Headers.of(headers))
        .timestampMillis(deadLetter.timestampMillis())
        .sizeBytes(deadLetter.sizeBytes())
        .build();
  }

  private static void placeAt(String origin, Message<?> deadLetter, Message.Builder<?> builder) {
    Matcher position =
        POSITION.matcher(deadLetter.headers().get(DeadLetterHeaders.POSITION).orElse(""));
    if (position.matches()) {
      int index = Integer.parseInt(position.group(1));
      long offset = Long.parseLong(position.group(2));
      builder.position(new SourcePartition(origin, index), offset);
    } else {
      builder.position(new SourcePartition(origin, 0), Message.NO_OFFSET);
    }
  }

  /** How often it was redriven; 0 where the header is missing or is no number that we wrote. */
  private static long redrives(Message<?> deadLetter) {
    Optional<String> value = deadLetter.headers().get(DeadLetterHeaders.REDRIVES);
    return value.filter(digits -> digits.matches("[0-9]{1,9}")).map(Long::parseLong).orElse(0L);
  }
}
