package io.millrace.interop.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Steps, the same ones for a number every time.
 *
 * @param passMillis how long to wait after each step, so that messages of short lives have expired;
 *     0 where there are none
 */
record Script(long number, List<Step> steps, int passMillis) {
  Script {
    steps = List.copyOf(steps);
  }

  /** Its beginning, with the step of this index as the last. */
  Script upTo(int index) {
    return new Script(number, steps.subList(0, index + 1), passMillis);
  }

  /** All its steps but some. */
  Script without(int from, int count) {
    List<Step> others = new ArrayList<>(steps);
    others.subList(from, Math.min(from + count, others.size())).clear();
    return new Script(number, others, passMillis);
  }

  @Override
  public String toString() {
    return IntStream.range(0, steps.size())
        .mapToObj(i -> "  %2d  %s".formatted(i + 1, steps.get(i)))
        .collect(
            Collectors.joining(
                "\n",
                "script %d%s\n"
                    .formatted(
                        number,
                        passMillis > 0 ? ", " + passMillis + " ms go by after each step" : ""),
                ""));
  }
}
