package io.millrace.client;

import io.millrace.client.codec.FrameLimits;
import io.millrace.queue.retry.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link MillraceClient} is made of; see its builder.
 *
 * @param addresses of the broker, tried in turn
 * @param login empty where the broker asks nobody
 * @param timeout for a connection to stand, with its login, and for answers but to publishes
 * @param heartbeat the longest time without a sign of life
 * @param pause before the next try to connect
 * @param threads on which the connections are
 * @param idle how many connections are kept that nobody uses
 */
record ClientSettings(
    List<Address> addresses,
    Optional<Login> login,
    Duration timeout,
    Duration heartbeat,
    Backoff pause,
    int threads,
    int idle,
    FrameLimits limits,
    WindowSize window,
    Resend resend) {
  ClientSettings {
    addresses = List.copyOf(addresses);
  }
}
