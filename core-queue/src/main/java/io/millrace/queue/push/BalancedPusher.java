package io.millrace.queue.push;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.Time;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Spreads pushes over pushers in turn, and goes on to the next when one fails.
 *
 * <p>Messages that a pusher did not take, alone or with the whole push, go to the next one, in
 * their order. A pusher that took none is left alone for a growing {@link CoolDown}, then one push
 * tries it. Only when all pushers were asked, those in their cool-down last, does a push fail.
 *
 * <p>A message can reach two pushers where the first one failed without telling what it took.
 *
 * <p><b>Threads:</b> any. Closing closes the pushers.
 */
public final class BalancedPusher<T> implements Pusher<T> {
  private final String name;
  private final Members<T> members;
  private final Failover<T> failover;

  public BalancedPusher(String name, List<? extends Pusher<T>> pushers) {
    this(name, pushers, CoolDown.DEFAULT, Time.system());
  }

  public BalancedPusher(
      String name, List<? extends Pusher<T>> pushers, CoolDown coolDown, Time time) {
    this.name = requireNonNull(name);
    members = new Members<>(name, pushers, 1);
    failover =
        new Failover<>(
            members, new SmoothRotation(Collections.nCopies(members.size(), 1)), coolDown, time);
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
    BitSet failed = failover.push(messages, Members.placesOf(messages), 1, errors);
    if (!failed.isEmpty()) {
      throw errors.toException(name, failed, messages.size());
    }
  }

  @Override
  public void close() throws Exception {
    members.closeAll();
  }
}
