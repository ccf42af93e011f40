package io.millrace.redis.deadletter;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pushes each message to the list it came from. Belongs to one thread. */
final class OriginPusher implements Pusher<byte[]> {
  private final Function<String, Pusher<byte[]>> factory;
  private final Map<String, Pusher<byte[]>> pushers = new LinkedHashMap<>();

  OriginPusher(Function<String, Pusher<byte[]>> factory) {
    this.factory = factory;
  }

  @Override
  public String name() {
    return "where they came from";
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws Exception {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      String origin = messages.get(i).partition().source();
      places.computeIfAbsent(origin, any -> new ArrayList<>()).add(i);
    }
    BitSet failed = new BitSet();
    @Nullable PushException failure = null;
    for (Map.Entry<String, List<Integer>> each : places.entrySet()) {
      List<Integer> of = each.getValue();
      try {
        pushers
            .computeIfAbsent(each.getKey(), factory)
            .push(of.stream().map(messages::get).toList());
      } catch (PushException e) {
        e.failed().stream().forEach(place -> failed.set(of.get(place)));
        failure = e;
      }
    }
    if (failure != null) {
      throw new PushException(String.valueOf(failure.getMessage()), failed, failure);
    }
  }

  @Override
  public void close() throws Exception {
    for (Pusher<byte[]> pusher : pushers.values()) {
      pusher.close();
    }
  }
}
