package io.millrace.bench.broker;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.QueueDefinition;
import io.millrace.broker.vhost.VirtualHost;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What is published, and where it goes: each message to one of a few queues, by one of many
 * bindings.
 */
final class Traffic {
  /** The queues that the bindings lead to in turns. */
  static final int QUEUES = 4;

  private static final String EXCHANGE = "bench";

  /** Odd and large: keys follow each other in no order that a cache could guess. */
  private static final long STEP = 7_919;

  private final String type;
  private final int bytes;

  /** Made beforehand: a front would decode them, which is not what is measured here. */
  private final String[] keys;

  /**
   * @param type {@code direct} or {@code topic}
   * @param bindings how many keys there are, each bound once
   * @param bytes of each body
   */
  Traffic(String type, int bindings, int bytes) {
    this.type = type;
    this.bytes = bytes;
    keys =
        IntStream.range(0, bindings).mapToObj(n -> "orders." + n + ".new").toArray(String[]::new);
  }

  /** Declares the exchange, the queues and the bindings. */
  void declare(VirtualHost host, boolean durable) {
    done(host.declareExchange(ExchangeDefinition.of(EXCHANGE, type)));
    for (int n = 0; n < QUEUES; n++) {
      QueueDefinition queue =
          durable ? QueueDefinition.durable(queue(n)) : QueueDefinition.inMemory(queue(n));
      done(host.declareQueue(queue, 0));
    }
    CompletableFuture<?>[] bound = new CompletableFuture<?>[keys.length];
    for (int n = 0; n < keys.length; n++) {
      String key = type.equals("topic") ? "orders." + n + ".*" : keys[n];
      bound[n] = host.bind(Binding.toQueue(EXCHANGE, queue(n % QUEUES), key), 0);
    }
    CompletableFuture.allOf(bound).join();
  }

  String exchange() {
    return EXCHANGE;
  }

  String queue(int index) {
    return "bench-" + index;
  }

  /** The routing key of the n-th message. */
  String key(long message) {
    return keys[(int) (message * STEP % keys.length)];
  }

  int bytes() {
    return bytes;
  }

  static <T> T done(CompletableFuture<Answer<T>> answer) {
    return answer
        .join()
        .match(
            value -> value,
            refusal -> {
              throw new IllegalStateException(refusal.text());
            });
  }
}
