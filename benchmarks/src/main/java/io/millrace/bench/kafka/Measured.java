package io.millrace.bench.kafka;

/**
 * What a run came to.
 *
 * @param perSecond records handled
 * @param cpuMicros CPU time of the client's process for each of them
 * @param heapMebibytes the most that was in use, garbage included
 * @param coresBusy how many cores the client kept busy
 */
record Measured(double perSecond, double cpuMicros, double heapMebibytes, double coresBusy) {
  private static final String SEPARATOR = "\t";

  String toLine() {
    return perSecond + SEPARATOR + cpuMicros + SEPARATOR + heapMebibytes + SEPARATOR + coresBusy;
  }

  static Measured fromLine(String line) {
    String[] parts = line.split(SEPARATOR);
    return new Measured(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }
}
