package io.millrace.queue.push;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.Time;
import java.util.BitSet;
import java.util.List;

/**
 * Spreads messages over pushers in proportion to their weights, and goes on to another when one
 * fails.
 *
 * <p>A push goes to one pusher as a whole; the proportion is that of the messages, over time, not
 * of the calls. While a pusher fails, the others share its part by their weights. Failures are
 * treated as {@link BalancedPusher} does.
 *
 * <p><b>Threads:</b> any. Closing closes the pushers.
 */
public final class WeightedPusher<T> implements Pusher<T> {
  /**
   * A pusher and its part.
   *
   * @param weight from 1 to 1,000,000
   */
  public record Share<T>(Pusher<T> pusher, int weight) {
    public Share {
      if (weight < 1 || weight > 1_000_000) {
        throw new IllegalArgumentException(
            "the weight of " + pusher.name() + " must be from 1 to 1,000,000, got " + weight);
      }
    }
  }

  private final String name;
  private final Members<T> members;
  private final Failover<T> failover;

  public WeightedPusher(String name, List<Share<T>> shares) {
    this(name, shares, CoolDown.DEFAULT, Time.system());
  }

  public WeightedPusher(String name, List<Share<T>> shares, CoolDown coolDown, Time time) {
    this.name = requireNonNull(name);
    members = new Members<>(name, shares.stream().map(Share::pusher).toList(), 1);
    failover =
        new Failover<>(
            members,
            new SmoothRotation(shares.stream().map(Share::weight).toList()),
            coolDown,
            time);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EveryPusherFailedException when no pusher is known to have taken any of the messages
   * @throws PushException when some messages are safe, and every pusher failed the others
   */
  @Override
  public void push(List<Message<T>> messages) throws Exception {
    PushErrors errors = new PushErrors();
    BitSet failed = failover.push(messages, Members.placesOf(messages), messages.size(), errors);
    if (!failed.isEmpty()) {
      throw errors.toException(name, failed, messages.size());
    }
  }

  @Override
  public void close() throws Exception {
    members.closeAll();
  }
}
