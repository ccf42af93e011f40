package io.millrace.amqp.publish;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.amqp.connection.Trouble;
import io.millrace.amqp.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel in confirm mode. Publications are under way at the same time, up to a window; the
 * broker confirms each, refuses it, or returns it because no queue gets it.
 *
 * <p><b>Threads:</b> any. The futures are completed by a thread of the client.
 */
public final class ConfirmedChannel {
  /** Says in a mandatory publication which it is, as one that is returned has no number. */
  public static final String NUMBER = "millrace-publication";

  private static final Logger log = LoggerFactory.getLogger(ConfirmedChannel.class);

  /** One that the broker has not answered; whoever takes it out of the map completes it. */
  private static final class Pending {
    private final CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();

    /**
     * Why it came back, before the confirm that follows; written and read by the client's thread.
     */
    private @Nullable String returned;
  }

  private final Channel channel;
  private final Semaphore window;
  private final ConcurrentSkipListMap<Long, Pending> pending = new ConcurrentSkipListMap<>();

  /** Guards the number and the order of publications: the broker counts them as they come. */
  private final ReentrantLock lock = new ReentrantLock();

  private long number = 1;

  private ConfirmedChannel(Channel channel, int window) {
    this.channel = channel;
    this.window = new Semaphore(window);
  }

  /**
   * Opens a channel and declares what is to be there. Blocks until the broker has answered.
   *
   * @param window how many publications may be under way
   * @throws IOException says what the broker refuses, or that it is gone
   */
  public static ConfirmedChannel open(Connection connection, Topology topology, int window)
      throws IOException {
    try {
      Channel channel = connection.createChannel();
      if (channel == null) {
        throw new IOException("the connection has no channel left to publish on");
      }
      ConfirmedChannel made = new ConfirmedChannel(channel, window);
      try {
        topology.declare(channel);
        channel.confirmSelect();
        channel.addConfirmListener(made::confirmed, made::refused);
        channel.addReturnListener(made::returned);
        channel.addShutdownListener(made::ended);
        return made;
      } catch (IOException | RuntimeException e) {
        channel.abort();
        throw e;
      }
    } catch (ShutdownSignalException e) {
      throw Trouble.of("nothing can be published", e);
    }
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Publishes. Blocks while the window is full, up to {@code patience}, and while the connection
   * does not take bytes.
   *
   * @return done once the broker has it safe; fails with a {@link NotTakenException} when it is not
   *     known to be
   */
  public CompletableFuture<@Nullable Void> publish(Publication publication, Duration patience)
      throws InterruptedException {
    if (!window.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return CompletableFuture.failedFuture(
          new NotTakenException("the broker has confirmed nothing within " + patience));
    }
    Pending mine = new Pending();
    lock.lock();
    try {
      long each = number;
      pending.put(each, mine);
      try {
        channel.basicPublish(
            publication.exchange(),
            publication.routingKey(),
            publication.isMandatory(),
            publication.isMandatory()
                ? numbered(publication.properties(), each)
                : publication.properties(),
            publication.body());
        number++;
      } catch (IOException | ShutdownSignalException e) {
        fail(each, new NotTakenException(Trouble.reasonOf(e), e));
      } catch (RuntimeException e) {
        // Nothing was written: the broker does not count it.
        fail(each, new NotTakenException("it cannot be written: " + e.getMessage(), e));
      }
    } finally {
      lock.unlock();
    }
    return mine.answer;
  }

  private static AMQP.BasicProperties numbered(AMQP.BasicProperties properties, long number) {
    Map<String, Object> headers = new HashMap<>();
    if (properties.getHeaders() != null) {
      headers.putAll(properties.getHeaders());
    }
    headers.put(NUMBER, number);
    return properties.builder().headers(headers).build();
  }

  private void confirmed(long tag, boolean isMultiple) {
    if (isMultiple) {
      pending.headMap(tag, true).keySet().forEach(this::take);
    } else {
      take(tag);
    }
  }

  private void take(long each) {
    Pending answered = pending.remove(each);
    if (answered == null) {
      return;
    }
    window.release();
    if (answered.returned == null) {
      answered.answer.complete(null);
    } else {
      answered.answer.completeExceptionally(new NotTakenException(answered.returned));
    }
  }

  private void refused(long tag, boolean isMultiple) {
    NotTakenException why =
        new NotTakenException("the broker has refused it, and does not say why");
    if (isMultiple) {
      pending.headMap(tag, true).keySet().forEach(each -> fail(each, why));
    } else {
      fail(tag, why);
    }
  }

  /** Comes before the confirm of the same publication. */
  private void returned(Return back) {
    Map<String, Object> headers = back.getProperties().getHeaders();
    Object each = headers == null ? null : headers.get(NUMBER);
    Pending answered = each instanceof Number told ? pending.get(told.longValue()) : null;
    if (answered != null) {
      answered.returned =
          "no queue gets it: exchange '%s' with routing key '%s': %s"
              .formatted(back.getExchange(), back.getRoutingKey(), back.getReplyText());
    }
  }

  private void ended(ShutdownSignalException end) {
    NotTakenException why =
        new NotTakenException("there was no answer to it: " + Trouble.reasonOf(end), end);
    pending.keySet().forEach(each -> fail(each, why));
  }

  private void fail(long each, NotTakenException why) {
    Pending failed = pending.remove(each);
    if (failed != null) {
      window.release();
      failed.answer.completeExceptionally(why);
    }
  }

  /**
   * Ends it; publications that are not answered fail. Waits for the broker for 10 seconds at most.
   */
  public void abort() {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException e) {
      log.debug("the channel was gone already", e);
    }
  }
}
