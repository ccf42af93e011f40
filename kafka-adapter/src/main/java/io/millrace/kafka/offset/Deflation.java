package io.millrace.kafka.offset;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951) of short arrays. */
final class Deflation {
  /** No broker keeps metadata that becomes more than this; damaged data might claim it. */
  static final int MAX_INFLATED_BYTES = 1 << 20;

  private Deflation() {}

  static byte[] deflate(byte[] plain) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length);
      byte[] buffer = new byte[512];
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      return bytes.toByteArray();
    } finally {
      deflater.end();
    }
  }

  static byte[] inflate(byte[] deflated) throws MalformedMetadataException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * deflated.length);
      byte[] buffer = new byte[512];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if (count == 0 && !inflater.finished()) {
          throw new MalformedMetadataException("the deflated bytes are cut off");
        }
        bytes.write(buffer, 0, count);
        if (bytes.size() > MAX_INFLATED_BYTES) {
          throw new MalformedMetadataException("the deflated bytes become too many");
        }
      }
      return bytes.toByteArray();
    } catch (DataFormatException e) {
      throw new MalformedMetadataException("not deflated: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
