package io.millrace.redis.lease;

import static java.util.Objects.requireNonNull;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.List;

/** Moves delayed jobs of one queue to its tail when they are due. */
public final class Mover implements Upkeep.Task {
  private static final int AT_ONCE = 100;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final QueueKeys keys;
  private final PopEnd popEnd;
  private final Link link;

  public Mover(QueueKeys keys, PopEnd popEnd, Link link) {
    this.keys = keys;
    this.popEnd = popEnd;
    this.link = link;
  }

  @Override
  public Link link() {
    return link;
  }

  @Override
  public Duration run() {
    while (true) {
      Object answer =
          link.run(
              Call.of(Script.DUE)
                  .key(keys.list())
                  .key(keys.delayed())
                  .key(keys.delayedJobs())
                  .add(popEnd.name())
                  .add(AT_ONCE));
      List<?> counts = (List<?>) requireNonNull(answer);
      long moved = (Long) counts.get(0);
      long nextMillis = (Long) counts.get(1);
      if (moved < AT_ONCE) {
        boolean isSoon = nextMillis >= 0 && nextMillis < PAUSE.toMillis();
        return isSoon ? Duration.ofMillis(nextMillis) : PAUSE;
      }
    }
  }

  @Override
  public String toString() {
    return "the mover of " + keys;
  }
}
