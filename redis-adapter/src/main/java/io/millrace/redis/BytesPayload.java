package io.millrace.redis;

/** Bytes as they are, see {@link RedisPayload#bytes}. */
final class BytesPayload implements RedisPayload<byte[]> {
  static final BytesPayload INSTANCE = new BytesPayload();

  private BytesPayload() {}

  @Override
  public byte[] decode(byte[] value) {
    return value;
  }

  @Override
  public byte[] encode(byte[] payload) {
    return payload;
  }
}
