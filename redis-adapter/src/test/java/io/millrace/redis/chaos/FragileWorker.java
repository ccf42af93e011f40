package io.millrace.redis.chaos;

import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.queue.RetryPolicy;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;

/** A process that one kind of message ends at once. It notes each other one in a list. */
final class FragileWorker {
  static final String POISON = "poison";
  static final int EXIT_CODE = 3;
  static final int ATTEMPTS = 4;
  static final Duration LEASE = Duration.ofSeconds(1);

  private final Jedis notes;
  private final String list;

  private FragileWorker(Jedis notes, String list) {
    this.notes = notes;
    this.list = list;
  }

  static String notesOf(String list) {
    return list + "-notes";
  }

  private Outcome handle(Message<String> message) {
    if (message.payload().equals(POISON)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    synchronized (notes) {
      notes.rpush(notesOf(list), message.payload());
    }
    return Outcome.ack();
  }

  /** Server, port and list; runs until its input ends. */
  public static void main(String[] arguments) throws IOException {
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    String list = arguments[2];
    FragileWorker worker = new FragileWorker(new Jedis(host, port), list);
    Queue<String> queue =
        Queue.<String>builder("fragile")
            .producers(
                1,
                RedisListSource.builder(RedisPayload.text())
                    .address(host + ":" + port)
                    .lists(list)
                    .lease(LEASE)
                    .build())
            .consumers(ConsumerFactory.shared(worker::handle))
            .concurrency(Concurrency.fixed(4))
            .retry(RetryPolicy.DEFAULT.withAttempts(ATTEMPTS))
            .deadLetters(
                RedisListPusher.builder(RedisPayload.text())
                    .address(host + ":" + port)
                    .deadLettersOf(list)
                    .build())
            .build();
    queue.start();
    while (System.in.read() >= 0) {
      // until whoever started it is done with it
    }
    queue.stop(Duration.ofSeconds(5));
    System.exit(0);
  }
}
