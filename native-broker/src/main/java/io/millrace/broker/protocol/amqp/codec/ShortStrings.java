package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The names that a peer has used lately, so that the next frame with the same ones makes no new
 * strings: who publishes a million messages names one exchange and a few keys.
 *
 * <p>A table with one place for each remainder of the hash; a name pushes out the one that had its
 * place. Holds at most {@value #PLACES} names of {@value #LONGEST} characters. For one thread.
 */
final class ShortStrings {
  static final int PLACES = 64;
  static final int LONGEST = 64;

  private final @Nullable String[] places = new @Nullable String[PLACES];

  /** The text of {@code length} bytes at {@code index}, or null if they are not all ASCII. */
  @Nullable String ascii(ByteBuf from, int index, int length) {
    int hash = 0;
    for (int i = index; i < index + length; i++) {
      byte octet = from.getByte(i);
      if (octet < 0) {
        return null;
      }
      hash = 31 * hash + octet; // as String does
    }
    if (length > LONGEST) {
      return from.toString(index, length, US_ASCII);
    }
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    String known = places[place];
    if (known != null && known.hashCode() == hash && is(known, from, index, length)) {
      return known;
    }
    String text = from.toString(index, length, US_ASCII);
    places[place] = text;
    return text;
  }

  private static boolean is(String text, ByteBuf from, int index, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != from.getByte(index + i)) {
        return false;
      }
    }
    return true;
  }
}
