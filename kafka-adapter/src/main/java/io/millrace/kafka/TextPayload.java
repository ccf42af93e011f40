package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.kafka.record.RecordText;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** UTF-8 text, see {@link KafkaPayload#text}. */
final class TextPayload implements KafkaPayload<String> {
  static final TextPayload INSTANCE = new TextPayload();

  private TextPayload() {}

  @Override
  public String decode(byte @Nullable [] value) throws CharacterCodingException {
    if (value == null) {
      throw new TombstoneException();
    }
    return RecordText.strictUtf8(value);
  }

  @Override
  public byte[] encode(String payload) {
    return payload.getBytes(UTF_8);
  }
}
