package io.millrace.broker.queue;

import java.util.Random;

/**
 * Something that is done to a queue: what, and two numbers that choose among the consumers and
 * messages there are at that time.
 */
record Step(Action action, int a, int b) {
  enum Action {
    ENQUEUE(12),
    ENQUEUE_AT_ONCE(4),
    DELIVER(6),
    ACKNOWLEDGE(6),
    SUBSCRIBE(4),
    PASS_TIME(4),
    FAIL(3),
    REJECT(2),
    GIVE_BACK(2),
    FETCH(2),
    TAKE(2),
    GRANT(2),
    CHOOSE(2),
    DEPARTED(2),
    DETACH(2),
    CANCEL(1),
    FLOW(1),
    RENEW(1),
    PURGE(1),
    CANCEL_DELAYED(1),
    PAUSE(1),
    CONFIGURE(1),
    CHECKPOINT(1),
    CRASH(1);

    private final int weight;

    Action(int weight) {
      this.weight = weight;
    }
  }

  static Step random(Random random) {
    return new Step(
        byWeight(random.nextInt(totalWeight())), random.nextInt(1000), random.nextInt(1000));
  }

  private static int totalWeight() {
    int total = 0;
    for (Action action : Action.values()) {
      total += action.weight;
    }
    return total;
  }

  private static Action byWeight(int number) {
    int rest = number;
    for (Action action : Action.values()) {
      rest -= action.weight;
      if (rest < 0) {
        return action;
      }
    }
    throw new IllegalStateException("beyond the total: " + number);
  }

  /** Some rules, the same for the same number. */
  static QueueOptions rules(int number) {
    int bits = (number * 0x9E3779B1) >>> 8;
    QueueOptions.Builder rules =
        QueueOptions.builder()
            .deadLettering((bits & 1) != 0)
            .maxPriority((bits & 6) == 0 ? 3 : 0)
            .messageGroups((bits & 8) != 0)
            .keyPatterns((bits & 8) == 0 && (bits & (1 << 16)) != 0)
            .singleActiveConsumer((bits & 48) == 0)
            .timeToLiveMillis((bits & 192) == 0 ? 100 : Envelope.NEVER);
    if ((bits & 256) != 0) {
      Overflow overflow = Overflow.values()[(bits >> 9) & 3];
      rules.length(new LengthLimit(3 + ((bits >> 11) & 3), 40, overflow));
    }
    if ((bits & (1 << 13)) != 0) {
      long deadline = (bits & (1 << 14)) != 0 ? 70 : Envelope.NEVER;
      long firstDelay = (bits & (1 << 15)) != 0 ? 30 : 0;
      rules.redelivery(new Redelivery(2, deadline, firstDelay, 2, 100));
    }
    return rules.deduplication(new Deduplication(60, 3)).build();
  }

  /** Some keys, the same for the same number; of those that messages have, or all. */
  static KeyFilter keys(int number) {
    return switch (number % 5) {
      case 0 -> KeyFilter.of("g0");
      case 1 -> KeyFilter.of("g1").or("g2");
      case 2 -> KeyFilter.of("");
      case 3 -> KeyFilter.of("*");
      default -> KeyFilter.ALL;
    };
  }

  @Override
  public String toString() {
    return "step(" + action + ", " + a + ", " + b + ")";
  }
}
