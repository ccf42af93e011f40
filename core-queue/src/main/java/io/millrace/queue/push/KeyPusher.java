package io.millrace.queue.push;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.queue.executor.Time;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Gives all messages of one key to the same pusher, so that their order holds from end to end.
 *
 * <p>Which pusher that is depends on the key, and on the number and order of the pushers; another
 * pusher at the end of the list moves as few keys as possible. There is no fail-over for keys:
 * while their pusher fails, so do their messages. Messages without a key go to any pusher, as
 * {@link BalancedPusher} spreads them.
 *
 * <p><b>Threads:</b> any; for the order of a key the caller does not push two of its messages at
 * once. Closing closes the pushers.
 */
public final class KeyPusher<T> implements Pusher<T> {
  private final String name;
  private final Members<T> members;
  private final Failover<T> keyless;

  public KeyPusher(String name, List<? extends Pusher<T>> pushers) {
    this(name, pushers, CoolDown.DEFAULT, Time.system());
  }

  /**
   * @param coolDown for messages without a key
   */
  public KeyPusher(String name, List<? extends Pusher<T>> pushers, CoolDown coolDown, Time time) {
    this.name = requireNonNull(name);
    members = new Members<>(name, pushers, 1);
    keyless =
        new Failover<>(
            members, new SmoothRotation(Collections.nCopies(members.size(), 1)), coolDown, time);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Pushes each pusher's part, one after the other; also when one before has failed.
   *
   * @throws PushException when some messages are safe; those it names are not known to be
   * @throws EveryPusherFailedException when every pusher that had a part failed
   */
  @Override
  public void push(List<Message<T>> messages) throws Exception {
    PushErrors errors = new PushErrors();
    BitSet failed = new BitSet();
    BitSet[] parts = new BitSet[members.size()];
    BitSet withoutKey = new BitSet();
    for (int place = 0; place < messages.size(); place++) {
      partOf(messages.get(place).key(), parts, withoutKey).set(place);
    }
    for (int index = 0; index < parts.length; index++) {
      if (parts[index] != null) {
        failed.or(members.push(index, messages, parts[index], errors));
      }
    }
    failed.or(keyless.push(messages, withoutKey, 1, errors));
    if (!failed.isEmpty()) {
      throw errors.toException(name, failed, messages.size());
    }
  }

  private static BitSet partOf(Optional<String> key, BitSet[] parts, BitSet withoutKey) {
    if (key.isEmpty()) {
      return withoutKey;
    }
    int index = KeyHash.bucketOf(key.get(), parts.length);
    if (parts[index] == null) {
      parts[index] = new BitSet();
    }
    return parts[index];
  }

  @Override
  public void close() throws Exception {
    members.closeAll();
  }
}
