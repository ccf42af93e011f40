package io.millrace.interop.differential;

import java.util.List;
import java.util.Random;

/** The choices of a number, the same ones every time. For one thread. */
final class Dice {
  private final Random random;

  Dice(long number) {
    random = new Random(number * 0x9E3779B97F4A7C15L);
  }

  /** Once in so many times. */
  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T pick(T... all) {
    return all[random.nextInt(all.length)];
  }

  <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
