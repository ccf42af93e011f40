package io.millrace.broker.protocol.moonmq;

/**
 * Where a message goes: the messages of one queue that have one routing key.
 *
 * <p>The broker hosts them as a queue of their own, since a consumer gets those with its own key
 * only, and has them wait for it while there is none.
 */
record QueueAddress(String queue, String routingKey) {
  private static final char SEPARATOR = '?';
  private static final char ESCAPE = '%';

  /**
   * The hosted queue's name: the queue's own for the empty routing key, else {@code queue?key}. In
   * the queue's name {@code %25} and {@code %3F} stand for a percent and a question mark, so that
   * no two addresses have one name.
   */
  String hostedName() {
    String escaped = escapedQueue();
    return routingKey.isEmpty() ? escaped : escaped + SEPARATOR + routingKey;
  }

  /** The queue's name in that of a hosted one. */
  static String queueOf(String hostedName) {
    int end = hostedName.indexOf(SEPARATOR);
    String escaped = end < 0 ? hostedName : hostedName.substring(0, end);
    return escaped.indexOf(ESCAPE) < 0 ? escaped : escaped.replace("%3F", "?").replace("%25", "%");
  }

  /** The name of a hosted queue for copies that one binding gets; none of another address. */
  String copiesName(long connection, int binding) {
    return escapedQueue() + "%copies-" + connection + "-" + binding;
  }

  private String escapedQueue() {
    return isPlain(queue) ? queue : queue.replace("%", "%25").replace("?", "%3F");
  }

  private static boolean isPlain(String name) {
    return name.indexOf(SEPARATOR) < 0 && name.indexOf(ESCAPE) < 0;
  }
}
