package io.millrace.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 text, see {@link RedisPayload#text}. */
final class TextPayload implements RedisPayload<String> {
  static final TextPayload INSTANCE = new TextPayload();

  private TextPayload() {}

  @Override
  public String decode(byte[] value) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
  }

  @Override
  public byte[] encode(String payload) {
    return payload.getBytes(UTF_8);
  }
}
