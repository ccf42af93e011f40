package io.millrace.queue.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.Headers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How elements are written, in lists of Redis and in queues of the broker, see {@code
 * docs/storage-format.md}. Numbers are big-endian.
 *
 * <pre>
 * element  := payload | envelope             a payload that begins like an envelope is put into one
 * envelope := FF 'M' 'R' '1'  attempt(2)  length(4)  field*  payload
 *                                            length: of all fields, in bytes
 * field    := kind(1)  length(4)  bytes
 * kind     := 1 key  2 header  3 id  4 time pushed, 8 bytes of milliseconds since the epoch
 *             5 recoveries(2), before all others
 * header   := length of the name(2)  name  value
 * </pre>
 *
 * <p>Attempt and recoveries stand at fixed places, so that a script can count them up. Fields of an
 * unknown kind are skipped.
 */
public final class EnvelopeFormat {
  private static final byte[] MAGIC = {(byte) 0xFF, 'M', 'R', '1'};
  private static final int ATTEMPT_AT = MAGIC.length;
  private static final int START = ATTEMPT_AT + 2 + 4;
  private static final int FIELD_START = 1 + 4;
  private static final int MAX_ATTEMPT = 0xFFFF;
  private static final int MAX_RECOVERIES = 0xFFFF;

  private static final byte KEY = 1;
  private static final byte HEADER = 2;
  private static final byte ID = 3;
  private static final byte TIME = 4;
  private static final byte RECOVERIES = 5;

  private EnvelopeFormat() {}

  /** Whether it begins as envelopes do. */
  public static boolean isEnvelope(byte[] element) {
    return element.length >= MAGIC.length
        && element[0] == MAGIC[0]
        && element[1] == MAGIC[1]
        && element[2] == MAGIC[2]
        && element[3] == MAGIC[3];
  }

  /** How often a worker died that had the element in hand, since it was pushed. */
  public static int recoveries(byte[] element) {
    boolean isCounted =
        isEnvelope(element)
            && element.length >= START + FIELD_START + 2
            && element[START] == RECOVERIES;
    return isCounted ? ByteBuffer.wrap(element).getShort(START + FIELD_START) & MAX_RECOVERIES : 0;
  }

  /** The element as it is to stand in a list: no envelope where the payload says it all. */
  public static byte[] write(Envelope envelope) {
    byte[] payload = envelope.payload();
    if (envelope.isPlain()) {
      return payload;
    }
    FieldBytes fields = new FieldBytes();
    envelope.key().ifPresent(key -> fields.add(KEY, key.getBytes(UTF_8)));
    envelope.id().ifPresent(id -> fields.add(ID, id.getBytes(UTF_8)));
    if (envelope.pushedMillis() != 0) {
      fields.add(TIME, ByteBuffer.allocate(8).putLong(envelope.pushedMillis()).array());
    }
    for (Map.Entry<String, String> header : envelope.headers().entries()) {
      fields.addHeader(HEADER, header.getKey().getBytes(UTF_8), header.getValue().getBytes(UTF_8));
    }
    byte[] head = fields.toBytes();
    ByteBuffer element = ByteBuffer.allocate(START + head.length + payload.length);
    element.put(MAGIC).putShort((short) Math.min(envelope.attempt(), MAX_ATTEMPT));
    element.putInt(head.length).put(head);
    return element.put(payload).array();
  }

  /**
   * Takes an element apart.
   *
   * @throws MalformedEnvelopeException if it begins like an envelope and does not go on like one
   */
  public static Envelope read(byte[] element) throws MalformedEnvelopeException {
    if (!isEnvelope(element)) {
      return Envelope.plain(element);
    }
    if (element.length < START) {
      throw new MalformedEnvelopeException("an envelope of " + element.length + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.wrap(element);
    int attempt = Math.max(1, bytes.getShort(ATTEMPT_AT) & MAX_ATTEMPT);
    int length = bytes.getInt(ATTEMPT_AT + 2);
    if (length < 0 || length > element.length - START) {
      throw new MalformedEnvelopeException(
          "fields of " + length + " bytes in an envelope of " + element.length);
    }
    bytes.position(START).limit(START + length);
    Fields fields = new Fields();
    while (bytes.hasRemaining()) {
      fields.read(bytes);
    }
    byte[] payload = new byte[element.length - START - length];
    System.arraycopy(element, START + length, payload, 0, payload.length);
    return new Envelope(
        attempt,
        Optional.ofNullable(fields.key),
        Headers.of(fields.headers),
        Optional.ofNullable(fields.id),
        fields.timeMillis,
        payload);
  }

  private static final class Fields {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable String key;
    private @Nullable String id;
    private long timeMillis;

    void read(ByteBuffer bytes) throws MalformedEnvelopeException {
      if (bytes.remaining() < FIELD_START) {
        throw new MalformedEnvelopeException("a field is cut off");
      }
      byte kind = bytes.get();
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new MalformedEnvelopeException("a field of " + length + " bytes is cut off");
      }
      ByteBuffer value = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      switch (kind) {
        case KEY -> key = text(value);
        case ID -> id = text(value);
        case TIME -> timeMillis = time(value);
        case HEADER -> header(value);
        default -> {} // of a later version
      }
    }

    private void header(ByteBuffer value) throws MalformedEnvelopeException {
      int nameLength = value.remaining() < 2 ? -1 : value.getShort() & 0xFFFF;
      if (nameLength < 0 || nameLength > value.remaining()) {
        throw new MalformedEnvelopeException("a header is cut off");
      }
      ByteBuffer name = value.slice(value.position(), nameLength);
      value.position(value.position() + nameLength);
      headers.put(text(name), text(value));
    }

    private static long time(ByteBuffer value) throws MalformedEnvelopeException {
      if (value.remaining() != 8) {
        throw new MalformedEnvelopeException("a time of " + value.remaining() + " bytes");
      }
      return value.getLong();
    }

    private static String text(ByteBuffer value) {
      return UTF_8.decode(value).toString();
    }
  }
}
