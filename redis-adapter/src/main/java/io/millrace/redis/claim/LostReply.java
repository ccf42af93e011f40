package io.millrace.redis.claim;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;

/**
 * A claim of which no answer came. If it was run, what it took is found by the numbers it was to
 * give. The producer's thread.
 */
final class LostReply {
  private final Claims claims;

  private final QueueKeys keys;
  private final Link link;

  private @Nullable Tenure tenure;
  private long first;
  private int count;

  /** No later than the lease began, if there is one. */
  private long askedNanos;

  LostReply(Claims claims, QueueKeys keys, Link link) {
    this.claims = claims;
    this.keys = keys;
    this.link = link;
  }

  void note(Tenure of, long firstNumber, int howMany, long nanos) {
    askedNanos = nanos;
    tenure = of;
    first = firstNumber;
    count = howMany;
  }

  boolean isDue() {
    return tenure != null;
  }

  boolean concerns(Tenure of) {
    return tenure == of;
  }

  /**
   * Asks for what was taken.
   *
   * @return how many elements that were
   */
  int ask(Claims.Receiver receiver) {
    Tenure of = tenure;
    if (of == null) {
      return 0;
    }
    Call get = Call.of(Command.HMGET).key(keys.claims(of.worker()));
    for (int i = 0; i < count; i++) {
      get.add(first + i);
    }
    long micros = micros((List<?>) requireNonNull(link.run(Call.of(Command.TIME))));
    List<?> elements = (List<?>) requireNonNull(link.run(get));
    tenure = null;
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (elements.get(i) instanceof byte[] element) {
        found++;
        of.renewed(askedNanos);
        claims.take(of, first + i, micros, element, receiver);
      }
    }
    return found;
  }

  private static long micros(List<?> time) {
    return Long.parseLong(ClaimAnswer.text(time.get(0))) * 1_000_000
        + Long.parseLong(ClaimAnswer.text(time.get(1)));
  }
}
