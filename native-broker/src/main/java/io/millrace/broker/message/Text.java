package io.millrace.broker.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A text in its bytes. They are UTF-8 by agreement only: what a client calls a long string may be
 * any octets, and leaves as it came.
 */
public final class Text implements HeaderValue {
  private final byte[] bytes;

  private Text(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Text of(String text) {
    return new Text(text.getBytes(UTF_8));
  }

  /** Takes {@code bytes} over: the caller must not write into them any more. */
  public static Text ofBytes(byte[] bytes) {
    return new Text(bytes);
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.text(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text; what is not UTF-8 in it shows as the replacement character. */
  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }
}
