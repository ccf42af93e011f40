package io.millrace.queue;

/** How many handlers may run at once. */
public sealed interface Concurrency permits Concurrency.Fixed, Concurrency.Adaptive {

  static Concurrency fixed(int consumers) {
    return new Fixed(consumers);
  }

  /**
   * Between {@code min} and {@code max}, as the handler's measured latency, throughput and errors
   * advise.
   */
  static Concurrency adaptive(int min, int max) {
    return new Adaptive(min, max);
  }

  /** How many to begin with. */
  int initial();

  /** How many there can ever be without a resize. */
  int max();

  /** Always this many. */
  record Fixed(int consumers) implements Concurrency {
    public Fixed {
      if (consumers < 1) {
        throw new IllegalArgumentException("consumers must be at least 1, got " + consumers);
      }
    }

    @Override
    public int initial() {
      return consumers;
    }

    @Override
    public int max() {
      return consumers;
    }
  }

  /** See {@link Concurrency#adaptive}. */
  record Adaptive(int min, int max) implements Concurrency {
    public Adaptive {
      if (min < 1 || max < min) {
        throw new IllegalArgumentException(
            "adaptive limits need 1 <= min <= max, got " + min + " and " + max);
      }
    }

    @Override
    public int initial() {
      return Math.min(max, Math.max(min, 2 * Runtime.getRuntime().availableProcessors()));
    }
  }
}
