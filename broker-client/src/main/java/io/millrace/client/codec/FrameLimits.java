package io.millrace.client.codec;

/**
 * How large frames may be.
 *
 * @param bodyBytes of a message
 * @param headerBytes of the JSON before it
 * @param nameBytes of a queue's name, and of a routing key
 */
public record FrameLimits(int bodyBytes, int headerBytes, int nameBytes) {
  /** 16 MiB, 8 KiB, and 200 bytes. */
  public static final FrameLimits DEFAULT = new FrameLimits(16 << 20, 8 << 10, 200);

  private static final int LARGEST = 1 << 30;

  public FrameLimits {
    if (bodyBytes < 0 || headerBytes < 2 || nameBytes < 1) {
      throw new IllegalArgumentException("limits that let nothing through");
    }
    if (bodyBytes > LARGEST || headerBytes > LARGEST) {
      throw new IllegalArgumentException("limits above 1 GiB");
    }
  }

  /** The largest first number of a frame. */
  long totalBytes() {
    return (long) Integer.BYTES + headerBytes + bodyBytes;
  }
}
