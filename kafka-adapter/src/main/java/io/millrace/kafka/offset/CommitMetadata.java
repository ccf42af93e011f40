package io.millrace.kafka.offset;

import io.millrace.queue.settle.OffsetRange;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The text that travels with a committed offset and says which offsets beyond it are finished too.
 *
 * <pre>
 *   text   := "millrace1:" base64url(bytes), without padding
 *   bytes  := form (1 byte) body checksum (4 bytes, big-endian)
 *   form   := 0 runs, 1 bitmap, 2 deflated runs, 3 deflated bitmap
 *   body   := that many offsets, as said by the form: see {@link Runs} and {@link Bitmap}
 *   checksum := CRC-32C of the committed offset (8 bytes, big-endian), form and body
 * </pre>
 *
 * <p>The checksum covers the offset, so that metadata which somebody copied to another offset is
 * not believed. What is unknown, foreign or damaged says nothing: then the records are read again,
 * which is safe. The format is described in {@code docs/storage-format.md}.
 *
 * <p><b>Threads:</b> any.
 */
public final class CommitMetadata {
  static final String PREFIX = "millrace1:";

  private static final int CHECKSUM_BYTES = 4;

  /** Below this, deflating only adds bytes. */
  private static final int WORTH_DEFLATING = 64;

  private CommitMetadata() {}

  /**
   * @param committed the offset that is committed: the first that is not finished
   * @param finished what is finished beyond it, rising, not touching it
   * @param maxChars how long the text may be; what does not fit is left out from the highest offset
   *     down
   * @return empty when there is nothing to say or no room for it
   */
  public static String write(long committed, List<OffsetRange> finished, int maxChars) {
    int room = bodyRoom(maxChars);
    List<OffsetRange> kept = finished;
    while (!kept.isEmpty()) {
      Body body = shortest(committed, kept);
      if (body.bytes.length <= room) {
        return text(committed, body);
      }
      // In proportion to what is too much: a few rounds find a length that fits.
      int fewer = (int) Math.min(kept.size() - 1L, (long) kept.size() * room / body.bytes.length);
      kept = kept.subList(0, Math.max(0, fewer));
    }
    return "";
  }

  /**
   * What a text says that came with a committed offset.
   *
   * @return rising ranges beyond {@code committed}; none if the text is not of this format or
   *     belongs to another offset
   */
  public static List<OffsetRange> read(long committed, String metadata) {
    if (!metadata.startsWith(PREFIX)) {
      return List.of();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(metadata.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    int bodyEnd = bytes.length - CHECKSUM_BYTES;
    if (bodyEnd < 1 || checksum(committed, bytes, bodyEnd) != readInt(bytes, bodyEnd)) {
      return List.of();
    }
    try {
      return ranges(committed, bytes, bodyEnd);
    } catch (MalformedMetadataException e) {
      return List.of();
    }
  }

  /** Whether a text was written in this format, be it damaged or not. */
  public static boolean isOurs(String metadata) {
    return metadata.startsWith(PREFIX);
  }

  private static final class Body {
    private final int form;
    private final byte[] bytes;

    Body(int form, byte[] bytes) {
      this.form = form;
      this.bytes = bytes;
    }
  }

  private static Body shortest(long committed, List<OffsetRange> finished) {
    byte[] runs = Runs.write(committed, finished);
    boolean asBitmap = Bitmap.length(committed, finished) < runs.length;
    byte[] plain = asBitmap ? Bitmap.write(committed, finished) : runs;
    Form form = asBitmap ? Form.BITMAP : Form.RUNS;
    if (plain.length >= WORTH_DEFLATING) {
      byte[] deflated = Deflation.deflate(plain);
      if (deflated.length < plain.length) {
        return new Body(form.deflated, deflated);
      }
    }
    return new Body(form.plain, plain);
  }

  private static List<OffsetRange> ranges(long committed, byte[] bytes, int bodyEnd)
      throws MalformedMetadataException {
    byte[] body = Arrays.copyOfRange(bytes, 1, bodyEnd);
    for (Form form : Form.values()) {
      if (bytes[0] == form.plain) {
        return form.read(committed, body);
      }
      if (bytes[0] == form.deflated) {
        return form.read(committed, Deflation.inflate(body));
      }
    }
    return List.of();
  }

  private static String text(long committed, Body body) {
    byte[] bytes = new byte[1 + body.bytes.length + CHECKSUM_BYTES];
    bytes[0] = (byte) body.form;
    System.arraycopy(body.bytes, 0, bytes, 1, body.bytes.length);
    int bodyEnd = bytes.length - CHECKSUM_BYTES;
    int checksum = checksum(committed, bytes, bodyEnd);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      bytes[bodyEnd + i] = (byte) (checksum >>> (24 - 8 * i));
    }
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** How many bytes of body fit into a text of this length. */
  private static int bodyRoom(int maxChars) {
    return (maxChars - PREFIX.length()) / 4 * 3 - 1 - CHECKSUM_BYTES;
  }

  private static int checksum(long committed, byte[] bytes, int end) {
    CRC32C checksum = new CRC32C();
    for (int shift = 56; shift >= 0; shift -= 8) {
      checksum.update((int) (committed >>> shift) & 0xff);
    }
    checksum.update(bytes, 0, end);
    return (int) checksum.getValue();
  }

  private static int readInt(byte[] bytes, int at) {
    int value = 0;
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** How finished offsets are laid out in bytes; each plain or deflated. */
  private enum Form {
    RUNS(0, 2) {
      @Override
      List<OffsetRange> read(long committed, byte[] body) throws MalformedMetadataException {
        return Runs.read(committed, body);
      }
    },
    BITMAP(1, 3) {
      @Override
      List<OffsetRange> read(long committed, byte[] body) {
        return Bitmap.read(committed, body);
      }
    };

    private final int plain;
    private final int deflated;

    Form(int plain, int deflated) {
      this.plain = plain;
      this.deflated = deflated;
    }

    abstract List<OffsetRange> read(long committed, byte[] body) throws MalformedMetadataException;
  }
}
