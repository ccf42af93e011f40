package io.millrace.queue.poison;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes bodies that are no payload, one at a time: it pushes each away and has it acked.
 *
 * <p><b>Threads:</b> the producer's. <b>Blocks:</b> while the pusher does.
 */
public final class PoisonDesk {
  private static final Logger log = LoggerFactory.getLogger(PoisonDesk.class);

  /** Has the source forget what was pushed away. */
  @FunctionalInterface
  public interface Acknowledgement {
    void acknowledge() throws Exception;
  }

  private final Optional<Pusher<byte[]>> pusher;
  private @Nullable String trouble;

  /**
   * @param pusher empty where nobody takes what is no payload: it stays with the source then
   */
  public PoisonDesk(Optional<Pusher<byte[]>> pusher) {
    this.pusher = pusher;
  }

  /**
   * Pushes it away and acks it; where that cannot be done it stays with the source, and {@link
   * #trouble} tells why.
   *
   * @param delivery what an operator calls it
   * @param whole the body as it is, with all that is known about it
   */
  public void take(Object delivery, Message<byte[]> whole, Acknowledgement done, Exception cause) {
    if (pusher.isEmpty()) {
      trouble = delivery + " is no payload, and there is no onPoison pusher to take it";
      log.warn("{}; it stays in the queue", trouble, cause);
      return;
    }
    Pusher<byte[]> taker = pusher.get();
    try {
      taker.push(List.of(PoisonLetter.of(whole, "the body is no payload", 0, cause)));
      done.acknowledge();
      trouble = null;
      log.warn("{} is no payload and went to {}", delivery, taker.name(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      trouble = taker.name() + " does not take what is no payload";
      log.warn("{}: {} stays in the queue", trouble, delivery, e);
    }
  }

  /** Why the last could not be taken; empty when it was. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }
}
