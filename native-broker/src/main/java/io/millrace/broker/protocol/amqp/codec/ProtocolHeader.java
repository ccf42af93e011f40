package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** The eight bytes that a client begins a connection with. Section 4.2.2. */
public enum ProtocolHeader {
  /** Not all of it is there; what is there fits. */
  INCOMPLETE,
  /** A version that is spoken here. */
  ACCEPTED,
  /** Anything else: it is answered with {@link #write}, and the connection ends. */
  REFUSED;

  /** The bytes of a protocol header. */
  public static final int BYTES = 8;

  private static final byte[] CURRENT =
      header(0, ProtocolNumbers.MAJOR, ProtocolNumbers.MINOR, ProtocolNumbers.REVISION);

  /** That of version 0-9, which differs in nothing that is used. */
  private static final byte[] FORMER = header(1, 1, ProtocolNumbers.MAJOR, ProtocolNumbers.MINOR);

  /** Looks at the first bytes of a connection, and skips them if they are accepted. */
  public static ProtocolHeader read(ByteBuf in) {
    int bytes = Math.min(in.readableBytes(), BYTES);
    if (!begins(in, bytes, CURRENT) && !begins(in, bytes, FORMER)) {
      return REFUSED;
    }
    if (bytes < BYTES) {
      return INCOMPLETE;
    }
    in.skipBytes(BYTES);
    return ACCEPTED;
  }

  /** Writes the header of the version that is spoken here. */
  public static void write(ByteBuf out) {
    out.writeBytes(CURRENT);
  }

  private static boolean begins(ByteBuf in, int bytes, byte[] header) {
    for (int i = 0; i < bytes; i++) {
      if (in.getByte(in.readerIndex() + i) != header[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] header(int... version) {
    byte[] header = new byte[BYTES];
    byte[] name = "AMQP".getBytes(US_ASCII);
    System.arraycopy(name, 0, header, 0, name.length);
    for (int i = 0; i < version.length; i++) {
      header[name.length + i] = (byte) version[i];
    }
    return header;
  }
}
