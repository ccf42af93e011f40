package io.millrace.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The simplest source: something that can be asked for the next payload, and that needs no
 * settling.
 *
 * <p><b>Threads:</b> belongs to one thread of the queue.
 */
@FunctionalInterface
public interface Poller<T> {
  /**
   * The next payload, or empty when there is none after waiting up to {@code maxWait}.
   *
   * @throws EndOfStreamException when there will never be another
   */
  Optional<T> poll(Duration maxWait) throws Exception;

  /** A producer that polls one payload at a time. */
  static <T> Producer<T> toProducer(Poller<T> poller) {
    return new Producer<>() {
      @Override
      public FetchResult fetch(Fetch<T> fetch) throws Exception {
        Duration wait = fetch.maxWait();
        while (fetch.count() < fetch.messageLimit()) {
          Optional<T> payload;
          try {
            payload = poller.poll(wait);
          } catch (EndOfStreamException e) {
            return FetchResult.END;
          }
          if (payload.isEmpty()) {
            return FetchResult.IDLE;
          }
          fetch.add(Message.of(payload.get()));
          wait = Duration.ZERO;
        }
        return FetchResult.MORE;
      }

      @Override
      public void settle(List<Settlement<T>> settlements) {
        // A poller hands its payloads over for good.
      }
    };
  }
}
