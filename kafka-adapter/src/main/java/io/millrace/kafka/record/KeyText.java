package io.millrace.kafka.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads keys as {@link RecordText}, out of the consumer's own buffer: one copy less for each
 * record.
 *
 * <p><b>Threads:</b> any.
 */
public final class KeyText implements Deserializer<String> {
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public String deserialize(String topic, byte[] data) {
    return RecordText.of(data);
  }

  @Override
  public String deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data.hasArray()) {
      String text =
          new String(data.array(), data.arrayOffset() + data.position(), data.remaining(), UTF_8);
      if (text.indexOf(REPLACEMENT) < 0 && !text.startsWith(RecordText.BINARY)) {
        return text;
      }
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return RecordText.of(bytes);
  }
}
