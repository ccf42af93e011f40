package io.millrace.bench.redis;

import io.millrace.redis.SourceMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every contender there is. */
final class Contenders {
  static final String MOVE_AND_REMOVE = "BLMOVE + LREM";
  static final String POP_MANY = "RPOP COUNT ";

  /** Where {@code benchmarks/redis} has installed BullMQ. */
  private static final Path BULLMQ =
      Path.of(System.getProperty("bench.bullmq", "benchmarks/target/bullmq"));

  private Contenders() {}

  static List<Contender> all() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new JedisLoop("BRPOP", ListLoops::blockingPop));
    contenders.add(new JedisLoop(MOVE_AND_REMOVE, ListLoops::moveAndRemove));
    contenders.add(new StreamLoop(1));
    contenders.add(new StreamLoop(100));
    contenders.add(new RedisBenchmarkPop(1));
    contenders.add(new RedisBenchmarkPop(100));
    for (int count : List.of(100, 1_000)) {
      contenders.add(new JedisLoop(POP_MANY + count, ListLoops.popMany(count)));
    }
    BullMq bullMq = new BullMq(BULLMQ);
    if (bullMq.isInstalled()) {
      contenders.add(bullMq);
    }
    contenders.add(new Millrace(SourceMode.SIMPLE));
    contenders.add(new Millrace(SourceMode.RELIABLE));
    return contenders;
  }

  static Contender named(String name) {
    return all().stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contender " + name));
  }
}
