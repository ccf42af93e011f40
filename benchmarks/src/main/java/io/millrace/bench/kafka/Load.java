package io.millrace.bench.kafka;

/**
 * A topic full of records of one size.
 *
 * @param label what a table calls it
 * @param records how many there are
 * @param sizeBytes of each value
 */
record Load(String label, long records, int sizeBytes) {
  String topic() {
    return "load-" + sizeBytes;
  }
}
