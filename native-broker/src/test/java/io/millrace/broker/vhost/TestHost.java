package io.millrace.broker.vhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.loop.TurnEnd;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.security.FirstUser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A virtual host on real loops, whose clock a test can move, with journals that outlive it. */
final class TestHost implements HostCalls, AutoCloseable {
  static final long CONNECTION = 7;
  static final Duration DEADLINE = Duration.ofSeconds(60);

  final KeptJournals journals;
  final VirtualHosts hosts;
  final VirtualHost host;
  private final OwnerLoops loops;
  private final AtomicLong aheadMillis = new AtomicLong();

  TestHost() {
    this(HostSettings.DEFAULT);
  }

  TestHost(HostSettings settings) {
    this(new KeptJournals(), settings, Optional.empty());
  }

  TestHost(KeptJournals journals, Optional<FirstUser> firstUser) {
    this(journals, HostSettings.DEFAULT, firstUser);
  }

  private TestHost(KeptJournals journals, HostSettings settings, Optional<FirstUser> firstUser) {
    this.journals = journals;
    LongSupplier clock = () -> System.currentTimeMillis() + aheadMillis.get();
    loops = OwnerLoops.start("test-queues", 2, OwnerLoops.DEFAULT_LIMIT_BYTES, clock);
    hosts = VirtualHosts.open(loops, journals, ExchangeTypes.standard(), settings, firstUser);
    host = hosts.host(VirtualHosts.DEFAULT_NAME).orElseThrow();
  }

  /** The clock jumps; returns when all that is due then has happened. */
  void advance(Duration by) {
    List<Long> before = loops.all().stream().map(TestHost::wholeTurn).toList();
    aheadMillis.addAndGet(by.toMillis());
    for (int i = 0; i < before.size(); i++) {
      long target = before.get(i) + by.toMillis();
      long reached;
      do {
        reached = wholeTurn(loops.all().get(i));
      } while (reached < target);
    }
  }

  /**
   * The time of a turn that has fired its timers. A call alone may be answered in one that began
   * before the clock was moved, and other calls in the same one, before what is due.
   */
  private static long wholeTurn(OwnerLoop loop) {
    CompletableFuture<Long> ended = new CompletableFuture<>();
    await(
        loop.call(
            now -> {
              loop.atTurnEnd(TurnEnd.Phase.HAND_OVER, ended::complete);
              return now;
            }));
    return await(ended);
  }

  /** The same broker after a stop in order. */
  TestHost restarted() {
    close();
    return new TestHost(journals, Optional.empty());
  }

  /** The same broker after its process was killed. */
  TestHost killed() throws InterruptedException {
    loops.stop(DEADLINE);
    journals.crash();
    return new TestHost(journals, Optional.empty());
  }

  @Override
  public VirtualHost host() {
    return host;
  }

  /** Persistent messages m0, m1 and so on, confirmed when this returns. */
  void fill(String queue, int count) {
    TestPublisher publisher = publisher();
    for (int n = 0; n < count; n++) {
      publisher.publish(persistent("", queue, "m" + n));
    }
    publisher.awaitAll();
  }

  /** Moves messages of a queue, and waits until that has ended. */
  MoveReport move(String from, MoveOptions options) {
    return await(done(host.move(from, options)).end());
  }

  static <T> T done(CompletableFuture<Answer<T>> answer) {
    Answer<T> known = await(answer);
    return known.match(
        value -> value,
        refusal -> {
          throw new AssertionError(refusal.text());
        });
  }

  static <T> Refusal refused(CompletableFuture<Answer<T>> answer) {
    Answer<T> known = await(answer);
    assertThat(known.refusal()).as("%s", known).isPresent();
    return known.refusal().orElseThrow();
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
  }

  static Message message(String exchange, String key, String body) {
    return new Message(exchange, key, Properties.NONE, body.getBytes(UTF_8));
  }

  static Message persistent(String exchange, String key, String body) {
    return new Message(
        exchange, key, Properties.builder().persistent().build(), body.getBytes(UTF_8));
  }

  static Headers arguments(Object... namesAndValues) {
    Headers.Builder arguments = Headers.builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      arguments.put(
          (String) namesAndValues[i],
          value instanceof String text
              ? HeaderValue.of(text)
              : value instanceof Boolean flag
                  ? HeaderValue.of(flag)
                  : HeaderValue.of(((Number) value).longValue()));
    }
    return arguments.build();
  }

  @Override
  public void close() {
    try {
      hosts.stop(DEADLINE);
      assertThat(loops.stop(DEADLINE)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
