package io.millrace.testkit.memory;

import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps dead letters in memory and sends them back where they came from.
 *
 * <p><b>Threads:</b> any.
 */
public final class DeadLetterLog<T> implements Pusher<T> {
  private final List<Message<T>> letters = new ArrayList<>();

  @Override
  public String name() {
    return "dead letters in memory";
  }

  @Override
  public synchronized void push(List<Message<T>> messages) {
    letters.addAll(messages);
  }

  public synchronized List<Message<T>> letters() {
    return List.copyOf(letters);
  }

  /**
   * Publishes each dead letter to the partition it came from, as a message with no attempts behind
   * it and one more redrive, and forgets it.
   *
   * @return how many there were
   * @throws IllegalArgumentException when one did not come from {@code origin}; then none is sent
   */
  public int redrive(MemorySource<T> origin) {
    List<Message<T>> taken = take(origin.name());
    taken.forEach(letter -> origin.publish(partition(letter), revive(letter)));
    return taken.size();
  }

  private synchronized List<Message<T>> take(String origin) {
    for (Message<T> letter : letters) {
      String from = letter.headers().get(DeadLetterHeaders.ORIGIN).orElse("nowhere");
      if (!from.equals(origin)) {
        throw new IllegalArgumentException(
            "a dead letter came from " + from + ", not from " + origin);
      }
    }
    List<Message<T>> taken = List.copyOf(letters);
    letters.clear();
    return taken;
  }

  private static int partition(Message<?> letter) {
    String position = letter.headers().get(DeadLetterHeaders.POSITION).orElse("0@0");
    return Integer.parseInt(position.substring(0, position.indexOf('@')));
  }

  private static <T> Message<T> revive(Message<T> letter) {
    int redrives =
        letter.headers().get(DeadLetterHeaders.REDRIVES).map(Integer::parseInt).orElse(0);
    Map<String, String> headers = letter.headers().toMap();
    headers
        .keySet()
        .removeAll(
            List.of(
                DeadLetterHeaders.REASON,
                DeadLetterHeaders.ATTEMPTS,
                DeadLetterHeaders.QUEUE,
                DeadLetterHeaders.ORIGIN,
                DeadLetterHeaders.POSITION,
                DeadLetterHeaders.EXCEPTION,
                DeadLetterHeaders.TIME));
    headers.put(DeadLetterHeaders.REDRIVES, String.valueOf(redrives + 1));
    return letter.toBuilder().headers(Headers.of(headers)).attempt(1).build();
  }
}
