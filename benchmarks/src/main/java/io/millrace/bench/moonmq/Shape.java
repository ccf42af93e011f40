package io.millrace.bench.moonmq;

/**
 * Who sends and receives.
 *
 * @param queues each with one sender
 * @param receivers of each queue
 */
record Shape(int queues, int receivers) {
  static Shape parse(String text) {
    String[] parts = text.split("x");
    if (parts.length != 2) {
      throw new IllegalArgumentException("no shape: " + text + "; QUEUESxRECEIVERS is one");
    }
    return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public String toString() {
    return queues + "x" + receivers;
  }
}
