package io.millrace.redis.deadletter;

import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.WayBack;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.connection.RedisLocation;
import io.millrace.redis.layout.PopEnd;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The lists that dead letters may be sent back to. A letter that names another came from elsewhere,
 * such as a topic, and a list of that name would be a new one that nobody reads.
 *
 * @param lists their names; a shard of one of them counts as well
 * @param popEnd from which end they are consumed
 */
record Origins(Consumer<RedisLocation> place, List<String> lists, PopEnd popEnd)
    implements WayBack {
  @Override
  public Optional<String> obstacle(DeadLetter letter) {
    String origin = letter.origin();
    if (origin.isEmpty()) {
      return Optional.of("it is not known where they came from; name a target");
    }
    return lists.stream().anyMatch(list -> isOrShard(origin, list))
        ? Optional.empty()
        : Optional.of("they came from " + origin + ", which is none of the lists; name a target");
  }

  private static boolean isOrShard(String origin, String list) {
    return origin.equals(list) || Pattern.matches(Pattern.quote(list) + "\\.[0-9]+", origin);
  }

  @Override
  public Pusher<byte[]> pusher() {
    return new OriginPusher(this::pusherTo);
  }

  private Pusher<byte[]> pusherTo(String list) {
    return RedisListPusher.builder(RedisPayload.bytes())
        .location(place)
        .list(list)
        .popEnd(popEnd)
        .build();
  }
}
