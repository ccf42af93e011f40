package io.millrace.broker.message;

import java.util.Arrays;

/** Bytes that nobody claims to be a text. */
public final class Octets implements HeaderValue {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes {@code bytes} over: the caller must not write into them any more. */
  public static Octets of(byte[] bytes) {
    return new Octets(bytes);
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public <R> R match(Cases<R> cases) {
    return cases.octets(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Octets[" + bytes.length + "]";
  }
}
