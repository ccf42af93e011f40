package io.millrace.broker.vhost;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a queue, and who holds messages of it. Machines serve in turns, so looking one
 * up begins behind the one that was found last.
 */
final class HostedConsumers {
  private static final HostedConsumer[] NONE = {};

  private @Nullable HostedConsumer[] all = NONE;
  private int count;
  private int last;

  void add(HostedConsumer consumer) {
    if (count == all.length) {
      all = Arrays.copyOf(all, Math.max(2, count * 2));
    }
    all[count++] = consumer;
  }

  void remove(HostedConsumer consumer) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (all[i] != consumer) {
        all[kept++] = all[i];
      }
    }
    Arrays.fill(all, kept, count, null);
    count = kept;
    last = 0;
  }

  @Nullable HostedConsumer find(long id) {
    int at = last;
    for (int seen = 0; seen < count; seen++) {
      HostedConsumer consumer = all[at];
      if (consumer != null && consumer.id() == id) {
        last = at;
        return consumer;
      }
      at = at + 1 < count ? at + 1 : 0;
    }
    return null;
  }

  void forEach(Consumer<HostedConsumer> action) {
    for (int i = 0; i < count; i++) {
      HostedConsumer consumer = all[i];
      if (consumer != null) {
        action.accept(consumer);
      }
    }
  }
}
