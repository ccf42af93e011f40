package io.millrace.daemon.redis;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.redis.RedisListPusher;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.layout.PopEnd;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pushes each message to that of a source's lists from which it came.
 *
 * <p><b>Threads:</b> one at a time. <b>Failure:</b> as of {@link RedisListPusher}; a message that
 * came from none of the lists fails, and the others do not.
 */
public final class ListsPusher implements Pusher<byte[]> {
  private final String name;
  private final RedisConnection connection;
  private final List<String> lists;
  private final PopEnd popEnd;

  /** Those that were needed so far. */
  private final Map<String, RedisListPusher<byte[]>> pushers = new LinkedHashMap<>();

  /**
   * @param name what an operator calls it
   * @param popEnd from which end the lists are consumed
   */
  public ListsPusher(String name, RedisConnection connection, List<String> lists, PopEnd popEnd) {
    this.name = name;
    this.connection = connection;
    this.lists = lists;
    this.popEnd = popEnd;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws PushException {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      places
          .computeIfAbsent(messages.get(i).partition().source(), origin -> new ArrayList<>())
          .add(i);
    }
    BitSet failed = new BitSet();
    Exception cause = null;
    for (Map.Entry<String, List<Integer>> entry : places.entrySet()) {
      List<Integer> of = entry.getValue();
      try {
        pusher(entry.getKey()).push(of.stream().map(messages::get).toList());
      } catch (PushException e) {
        e.failed().stream().forEach(place -> failed.set(of.get(place)));
        cause = e;
      } catch (IllegalArgumentException e) {
        of.forEach(failed::set);
        cause = e;
      }
    }
    if (cause != null) {
      throw new PushException(String.valueOf(cause.getMessage()), failed, cause);
    }
  }

  private RedisListPusher<byte[]> pusher(String origin) {
    if (!lists.contains(origin)) {
      throw new IllegalArgumentException(
          "'" + origin + "' is none of the lists of this source; send it elsewhere with --to");
    }
    return pushers.computeIfAbsent(
        origin,
        list ->
            RedisListPusher.builder(RedisPayload.bytes())
                .location(connection::describeTo)
                .list(list)
                .popEnd(popEnd)
                .build());
  }

  @Override
  public void close() {
    pushers.values().forEach(RedisListPusher::close);
    pushers.clear();
  }
}
