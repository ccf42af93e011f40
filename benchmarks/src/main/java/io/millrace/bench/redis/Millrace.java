package io.millrace.bench.redis;

import io.millrace.bench.contest.Gauges;
import io.millrace.bench.contest.Tally;
import io.millrace.bench.contest.Work;
import io.millrace.queue.Concurrency;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.Outcome;
import io.millrace.queue.Queue;
import io.millrace.redis.RedisListSource;
import io.millrace.redis.RedisPayload;
import io.millrace.redis.SourceMode;
import java.util.Locale;
import java.util.function.Consumer;

/** A queue with its defaults, and a producer for each connection. */
record Millrace(SourceMode mode) implements Contender {
  private static final int HANDLERS = 16;

  static String name(SourceMode mode) {
    return "millrace " + mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return name(mode);
  }

  @Override
  public Running start(Run run) {
    Tally tally = new Tally(Work.NONE);
    Queue<byte[]> queue = open(run.site(), run.connections(), job -> tally.handle());
    return new Running(tally::handled, Gauges::processMicros, queue);
  }

  /** A queue that has begun. */
  Queue<byte[]> open(Site site, int producers, Consumer<byte[]> handler) {
    RedisListSource<byte[]> source =
        RedisListSource.builder(RedisPayload.bytes())
            .address(site.uri())
            .lists(Site.QUEUE)
            .mode(mode)
            .build();
    Queue<byte[]> queue =
        Queue.<byte[]>builder("benchmark")
            .producers(producers, source)
            .consumers(
                ConsumerFactory.shared(
                    message -> {
                      handler.accept(message.payload());
                      return Outcome.ack();
                    }))
            .concurrency(Concurrency.fixed(HANDLERS))
            .build();
    queue.start();
    return queue;
  }
}
