package io.millrace.queue.redrive;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;

/**
 * Nothing goes back.
 *
 * @param why in words, of several letters: {@code it is not known where they came from}
 */
public record NoWayBack(String why) implements WayBack {
  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    return Optional.of(why);
  }

  /** Is to be given nothing. */
  @Override
  public Pusher<byte[]> pusher() {
    return new Nobody();
  }

  private final class Nobody implements Pusher<byte[]> {
    @Override
    public String name() {
      return "nobody";
    }

    @Override
    public void push(List<Message<byte[]>> messages) {
      throw new IllegalStateException("was told that there is no way back, since " + why);
    }
  }
}
