package io.millrace.client.deadletter;

import io.millrace.client.BindOptions;
import io.millrace.client.Binding;
import io.millrace.client.Delivery;
import io.millrace.client.MillraceClient;
import io.millrace.queue.Message;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterWalk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One walk through a queue. What it came by is not acked, so that nobody else is given it, and goes
 * back to its place with the walk's bindings, which counts as no attempt.
 *
 * <p>It ends with as many letters as waited when it began, or when none has come for a while: some
 * may be with others, or have keys that were not asked for.
 *
 * <p>Each binding holds as many letters as its credit allows; for those behind there is another.
 */
final class QueueWalk implements LetterWalk {
  /** How many letters one binding holds. */
  private static final int CREDIT = 16_384;

  /** Without a letter for so long there are no more. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** How long a wait for one of several bindings is, before the others are looked at. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * How often the broker is told that the letters are still wanted: nobody says here for how long
   * it waits. Less often where they are many, and still well within the 60 s that are usual.
   */
  private static final Duration OFTEN = Duration.ofSeconds(3);

  private static final Duration SELDOM = Duration.ofSeconds(15);
  private static final int RENEWED_PER_SECOND = 5_000;

  private final MillraceClient client;
  private final BindOptions options;
  private final List<Held> bindings = new ArrayList<>();
  private final Set<Letter> unacked = new LinkedHashSet<>();
  private long left = Long.MAX_VALUE;
  private long renewedNanos = System.nanoTime();

  /** A binding, and how many of its letters are not acked. */
  private static final class Held {
    private final Binding binding;
    private int letters;

    Held(Binding binding) {
      this.binding = binding;
    }
  }

  /** The handle of a message of this walk. */
  private record Letter(Delivery delivery, Held by) {}

  private QueueWalk(MillraceClient client, BindOptions options) {
    this.client = client;
    this.options = options.withCredit(CREDIT);
  }

  /** Begins one; blocks until the broker has answered. */
  static QueueWalk begin(MillraceClient client, BindOptions options)
      throws IOException, InterruptedException {
    QueueWalk walk = new QueueWalk(client, options);
    walk.left = walk.bind().binding.readyBefore().orElse(Long.MAX_VALUE);
    return walk;
  }

  private Held bind() throws IOException, InterruptedException {
    Held held = new Held(client.bind(options));
    bindings.add(held);
    return held;
  }

  @Override
  public Optional<DeadLetter> next() throws IOException, InterruptedException {
    if (left == 0) {
      return Optional.empty();
    }
    renew();
    Optional<Letter> letter = await();
    left = letter.isPresent() ? left - 1 : 0;
    return letter.map(this::hold);
  }

  private DeadLetter hold(Letter letter) {
    Letter bare = new Letter(letter.delivery.withoutBody(), letter.by);
    unacked.add(bare);
    letter.by.letters++;
    return LetterReader.read(letter.delivery, bare);
  }

  private Optional<Letter> await() throws IOException, InterruptedException {
    if (bindings.stream().allMatch(held -> held.letters >= CREDIT)) {
      bind();
    }
    long deadline = System.nanoTime() + SILENCE.toNanos();
    do {
      Duration wait = bindings.size() == 1 ? SILENCE : LOOK;
      for (Held held : bindings) {
        boolean isLast = held == bindings.get(bindings.size() - 1);
        Optional<Delivery> next = held.binding.waitMessage(isLast ? wait : Duration.ZERO);
        checkNotLost(held);
        if (next.isPresent()) {
          return next.map(delivery -> new Letter(delivery, held));
        }
      }
    } while (System.nanoTime() - deadline < 0);
    return Optional.empty();
  }

  /** What came before a loss comes again, and nobody knows then what was looked at. */
  private void checkNotLost(Held held) throws IOException {
    if (held.binding.session() != 0 || held.binding.notReady().isPresent()) {
      throw new IOException(
          "the broker was lost on the way, and what was not done is there still: "
              + held.binding.notReady().orElse("the connection was made anew"));
    }
  }

  @Override
  public void forget(List<Message<byte[]>> letters) throws IOException {
    for (Message<byte[]> message : letters) {
      Letter letter = letterOf(message);
      if (unacked.remove(letter)) {
        letter.by.letters--;
        if (!letter.delivery.ack()) {
          checkNotLost(letter.by);
          throw new IOException("the connection to the broker was lost; some are there still");
        }
      }
    }
  }

  private static Letter letterOf(Message<byte[]> message) {
    if (message.handle() instanceof Letter letter) {
      return letter;
    }
    throw new IllegalArgumentException("not read here: " + message);
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(OFTEN);
  }

  /** {@inheritDoc} Does so when it is time. */
  @Override
  public void renew() {
    long now = System.nanoTime();
    if (now - renewedNanos >= interval().toNanos()) {
      renewedNanos = now;
      bindings.forEach(held -> held.binding.extendWaiting());
      unacked.forEach(letter -> letter.delivery.extend());
    }
  }

  private Duration interval() {
    Duration paced = Duration.ofSeconds(unacked.size() / RENEWED_PER_SECOND);
    if (paced.compareTo(OFTEN) < 0) {
      return OFTEN;
    }
    return paced.compareTo(SELDOM) < 0 ? paced : SELDOM;
  }

  @Override
  public void close() {
    bindings.forEach(held -> held.binding.close());
  }
}
