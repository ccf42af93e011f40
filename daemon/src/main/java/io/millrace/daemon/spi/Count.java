package io.millrace.daemon.spi;

/** How many of something, in words for an operator. */
public final class Count {
  private Count() {}

  /**
   * {@code 1 message}, {@code 2 messages}.
   *
   * @param noun one of them; its plural ends with s
   */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
