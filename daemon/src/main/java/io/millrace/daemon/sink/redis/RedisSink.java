package io.millrace.daemon.sink.redis;

import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.redis.RedisListPusher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list. Each worker that pushes at the same time has a connection of its own. */
final class RedisSink implements Sink {
  private final RedisSinkSettings settings;
  private @Nullable Pusher<byte[]> pusher;

  RedisSink(RedisSinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public String description() {
    return "redis " + settings.list();
  }

  @Override
  public synchronized Pusher<byte[]> pusher() {
    Pusher<byte[]> current = pusher;
    if (current == null) {
      RedisListPusher<byte[]> made = settings.pusher();
      current = settings.format() == ElementFormat.PAYLOAD ? new PayloadPusher(made) : made;
      pusher = current;
    }
    return current;
  }

  @Override
  public int maxBatch() {
    return settings.maxBatch();
  }

  @Override
  public synchronized void close() throws Exception {
    Pusher<byte[]> closing = pusher;
    pusher = null;
    if (closing != null) {
      closing.close();
    }
  }

  /** Leaves out all but the payload. */
  private record PayloadPusher(Pusher<byte[]> target) implements Pusher<byte[]> {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public void push(List<Message<byte[]>> messages) throws Exception {
      target.push(messages.stream().map(message -> Message.of(message.payload())).toList());
    }

    @Override
    public void close() throws Exception {
      target.close();
    }
  }
}
