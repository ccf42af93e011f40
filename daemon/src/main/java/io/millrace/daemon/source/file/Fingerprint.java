package io.millrace.daemon.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first bytes of a file in short, to tell a file from another that has taken its place.
 *
 * @param length how many bytes were looked at
 * @param hash of these bytes
 */
record Fingerprint(int length, long hash) {
  static final int MAX_LENGTH = 1024;

  /** Of at most {@code maxLength} first bytes; of fewer when the file is shorter. */
  static Fingerprint of(FileChannel channel, int maxLength) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(maxLength);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
      // Until the buffer is full or the file ends.
    }
    bytes.flip();
    return new Fingerprint(bytes.remaining(), hash(bytes));
  }

  /** Whether the file still begins with the same bytes. */
  boolean matches(FileChannel channel) throws IOException {
    return equals(of(channel, length));
  }

  /** This one over more bytes, once the file has them and still begins as it did. */
  Fingerprint extended(FileChannel channel) throws IOException {
    return length < MAX_LENGTH && matches(channel) ? of(channel, MAX_LENGTH) : this;
  }

  static long hash(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
