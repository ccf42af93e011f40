package io.millrace.bench.contest;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What a run came to.
 *
 * @param perSecond messages handled
 * @param cpuMicros CPU time of the client's process for each of them
 * @param serverMicros CPU time of the server for each of them; 0 where it is not measured
 * @param heapMebibytes the most that was in use, garbage included
 * @param coresBusy how many cores the client kept busy
 */
public record Measured(
    double perSecond,
    double cpuMicros,
    double serverMicros,
    double heapMebibytes,
    double coresBusy) {
  private static final String SEPARATOR = "\t";

  public String toLine() {
    return DoubleStream.of(perSecond, cpuMicros, serverMicros, heapMebibytes, coresBusy)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(SEPARATOR));
  }

  public static Measured fromLine(String line) {
    double[] parts =
        Arrays.stream(line.split(SEPARATOR)).mapToDouble(Double::parseDouble).toArray();
    return new Measured(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }
}
