package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.security.UserLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many connections and channels each user has, and how many connections there are to each
 * virtual host, so that limits can be held.
 *
 * <p><b>Threads:</b> any, under one lock for a moment: connections and channels come and go rarely,
 * and must not slip past a limit together.
 */
final class Usage {
  private final Map<String, Integer> connectionsOfUsers = new HashMap<>();
  private final Map<String, Integer> connectionsOfHosts = new HashMap<>();
  private final Map<String, Integer> channelsOfUsers = new HashMap<>();
  private long channels;

  /**
   * Counts one more connection, unless it is too many; then it says why.
   *
   * @param mostOfHost how many may be open to the virtual host
   */
  synchronized Optional<String> admit(
      String user, UserLimits limits, String host, long mostOfHost) {
    if (!limits.allowsAnotherConnection(connectionsOfUsers.getOrDefault(user, 0))) {
      return Optional.of(
          "connection refused for user '%s': user connection limit (%d) is reached"
              .formatted(user, limits.maxConnections()));
    }
    if (connectionsOfHosts.getOrDefault(host, 0) >= mostOfHost) {
      return Optional.of(
          "access to vhost '%s' refused for user '%s': connection limit (%d) is reached"
              .formatted(host, user, mostOfHost));
    }
    connectionsOfUsers.merge(user, 1, Integer::sum);
    connectionsOfHosts.merge(host, 1, Integer::sum);
    return Optional.empty();
  }

  /** A connection that was admitted is no more. */
  synchronized void release(String user, String host) {
    decrement(connectionsOfUsers, user);
    decrement(connectionsOfHosts, host);
  }

  /** Counts one more channel, unless it is too many; then it says why. */
  synchronized Optional<String> admitChannel(String user, UserLimits limits) {
    if (!limits.allowsAnotherChannel(channelsOfUsers.getOrDefault(user, 0))) {
      return Optional.of(
          "number of channels opened for user '%s' has reached the maximum allowed user limit of (%d)"
              .formatted(user, limits.maxChannels()));
    }
    channelsOfUsers.merge(user, 1, Integer::sum);
    channels++;
    return Optional.empty();
  }

  /** A channel that was admitted is no more. */
  synchronized void releaseChannel(String user) {
    decrement(channelsOfUsers, user);
    channels--;
  }

  /** How many channels there are. */
  synchronized long channels() {
    return channels;
  }

  private static void decrement(Map<String, Integer> counts, String name) {
    counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
  }
}
