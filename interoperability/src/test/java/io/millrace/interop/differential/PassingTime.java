package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time as a broker sees it go by: a message of that age expires in a queue of its own. For one
 * thread.
 */
final class PassingTime {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Connections connections;
  private final Semaphore gone = new Semaphore(0);
  private @Nullable Channel channel;
  private String probe = "";

  PassingTime(Connections connections) {
    this.connections = connections;
  }

  /** From now on. */
  void begin(int millis) {
    try {
      open()
          .basicPublish(
              "",
              probe,
              new AMQP.BasicProperties.Builder().expiration(Integer.toString(millis)).build(),
              new byte[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Channel open() throws IOException {
    Channel open = channel;
    if (open == null || !open.isOpen()) {
      open = connections.channel(Connections.OWN);
      channel = open;
      String dead = open.queueDeclare().getQueue();
      open.basicConsume(dead, true, (tag, message) -> gone.release(), tag -> {});
      Map<String, Object> toDead =
          Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead);
      probe = open.queueDeclare("", false, true, true, toDead).getQueue();
    }
    return open;
  }

  /** Waits until it has gone by. */
  void await() {
    try {
      if (!gone.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a message has not expired");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
