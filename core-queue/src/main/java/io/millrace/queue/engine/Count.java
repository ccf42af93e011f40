package io.millrace.queue.engine;

/** How many of something, in words for the log. */
final class Count {
  private Count() {}

  /**
   * {@code 1 message}, {@code 2 messages}.
   *
   * @param noun one of them; its plural ends with s
   */
  static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
