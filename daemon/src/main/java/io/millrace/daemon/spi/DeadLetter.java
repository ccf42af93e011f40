package io.millrace.daemon.spi;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Message;

/**
 * A message that was given up.
 *
 * @param id what it is called where it waits, as long as it waits there: {@code 3@4711}
 * @param message with all its headers, those of {@link DeadLetterHeaders} among them
 */
public record DeadLetter(String id, Message<byte[]> message) {

  /** The text of a header; empty text where it is missing. */
  public String header(String name) {
    return message.headers().get(name).orElse("");
  }

  /** Why it was given up, in words. */
  public String reason() {
    return header(DeadLetterHeaders.REASON);
  }

  /** The name of the source it came from. */
  public String origin() {
    return header(DeadLetterHeaders.ORIGIN);
  }
}
