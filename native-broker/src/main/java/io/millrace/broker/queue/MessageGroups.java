package io.millrace.broker.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The groups of which a message is held or parked; of any other group, messages are ready like
 * those without a group.
 *
 * <p>A message that is met in its turn while its group is held is parked, so that those behind it
 * are found. When nobody holds the group any more, it is released: its first parked message
 * competes with the first ready one by place.
 */
final class MessageGroups implements Aside {
  /** Parked at most: beyond that, messages behind a held group wait for it. */
  static final int PARKED_LIMIT = 65_536;

  private final Map<String, MessageGroup> groups = new HashMap<>();

  /** Groups that nobody holds and that have parked messages, by the place of the first one. */
  private final TreeSet<MessageGroup> released = new TreeSet<>(MessageGroup::compareHeads);

  /** All parked messages. */
  private final ReadyLevels parked = new ReadyLevels();

  @Override
  public ReadyLevels parked() {
    return parked;
  }

  boolean hasRoom() {
    return parked.size() < PARKED_LIMIT;
  }

  boolean isHeld(String key) {
    MessageGroup group = groups.get(key);
    return group != null && group.holders > 0;
  }

  /** The released group whose first message comes first; null if there is none. */
  @Nullable MessageGroup firstReleased() {
    return released.isEmpty() ? null : released.first();
  }

  void hold(String key) {
    MessageGroup group = groups.computeIfAbsent(key, MessageGroup::new);
    withdraw(group);
    group.holders++;
  }

  /** One message of the group is not held any more. */
  void release(String key) {
    MessageGroup group = groups.get(key);
    if (group == null || group.holders == 0) {
      throw new IllegalStateException("nobody holds group " + key);
    }
    group.holders--;
    offer(group);
  }

  /** Puts a message of a held group aside. */
  void park(String key, int priority, long offset) {
    MessageGroup group = groups.get(key);
    if (group == null || group.holders == 0) {
      throw new IllegalStateException("parked in a group that nobody holds: " + key);
    }
    group.parked.add(priority, offset);
    parked.add(priority, offset);
  }

  @Override
  public boolean remove(Envelope envelope, long offset) {
    String key = envelope.group();
    MessageGroup group = key == null ? null : groups.get(key);
    if (group == null || !group.parked.contains(offset)) {
      return false;
    }
    withdraw(group);
    group.parked.remove(offset);
    parked.remove(offset);
    offer(group);
    return true;
  }

  /** Forgets what is parked, not what is held. */
  @Override
  public void clearParked() {
    released.clear();
    parked.clear();
    groups.values().removeIf(group -> group.holders == 0);
    groups.values().forEach(group -> group.parked.clear());
  }

  private void withdraw(MessageGroup group) {
    if (group.holders == 0 && !group.parked.isEmpty()) {
      released.remove(group);
    }
  }

  private void offer(MessageGroup group) {
    if (group.holders > 0) {
      return;
    }
    if (group.parked.isEmpty()) {
      groups.remove(group.key);
      return;
    }
    group.headPriority = group.parked.highest();
    group.headOffset = group.parked.first(group.headPriority);
    released.add(group);
  }
}
