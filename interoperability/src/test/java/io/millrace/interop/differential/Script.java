package io.millrace.interop.differential;

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

  Script with(List<Step> others) {
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
