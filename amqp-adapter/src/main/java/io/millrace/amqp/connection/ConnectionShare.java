package io.millrace.amqp.connection;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is there while somebody uses it: opened when it is first asked for, closed
 * after the last user. One that was lost is opened anew by whoever asks next.
 *
 * <p><b>Threads:</b> any. The client's own threads are daemons called {@code
 * millrace-amqp-name-number} and, as the client names it, {@code AMQP Connection host:port}.
 */
public final class ConnectionShare {
  private static final Logger log = LoggerFactory.getLogger(ConnectionShare.class);

  private final ConnectionFactory factory;
  private final List<Address> places;
  private final String name;
  private final Duration timeout;
  private final BlockedGate gate = new BlockedGate();

  /** Guards what follows; held while connecting, so that nobody connects twice. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Connection connection;
  private @Nullable ExecutorService dispatcher;
  private int users;

  ConnectionShare(ConnectionFactory factory, List<Address> places, String name, Duration timeout) {
    this.factory = factory;
    this.places = places;
    this.name = name;
    this.timeout = timeout;
    factory.setThreadFactory(threads());
  }

  private ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "millrace-amqp-" + name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Adds a user, which is to {@link #leave}. */
  public void join() {
    lock.lock();
    try {
      users++;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The connection. Blocks while it is opened, up to {@link #timeout} for each address.
   *
   * @throws IOException says why there is none
   * @throws IllegalStateException without a user
   */
  public Connection open() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (users == 0) {
        throw new IllegalStateException("nobody has joined the connection to " + this);
      }
      Connection current = connection;
      if (current == null || !current.isOpen()) {
        current = connect();
        connection = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private Connection connect() throws IOException {
    if (dispatcher == null) {
      dispatcher = Executors.newSingleThreadExecutor(factory.getThreadFactory());
    }
    try {
      Connection made = factory.newConnection(requireNonNull(dispatcher), places, name);
      gate.open();
      made.addBlockedListener(gate);
      log.info("connected to {} at {}", this, made.getAddress());
      return made;
    } catch (IOException | TimeoutException e) {
      throw Trouble.of("no connection to " + this, e);
    }
  }

  /** Ends with the last user; a farewell that the broker does not answer is not waited for long. */
  public void leave() {
    Connection left = null;
    ExecutorService ended = null;
    lock.lock();
    try {
      if (--users == 0) {
        left = connection;
        ended = dispatcher;
        connection = null;
        dispatcher = null;
      }
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.abort((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }
    if (ended != null) {
      ended.shutdown();
    }
  }

  /** How long connecting may take, and each answer. */
  public Duration timeout() {
    return timeout;
  }

  /** Why the broker takes no publications now, though the connection stands. */
  public Optional<String> blocked() {
    return gate.reason();
  }

  /**
   * Waits while it takes none.
   *
   * @return whether it takes them
   */
  public boolean awaitUnblocked(Duration atMost) throws InterruptedException {
    return gate.await(atMost);
  }

  /** What an operator calls the place; no credentials. */
  @Override
  public String toString() {
    return String.join(", ", places.stream().map(Address::toString).toList());
  }
}
