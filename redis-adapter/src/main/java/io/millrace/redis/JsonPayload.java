package io.millrace.redis;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * JSON by a mapper of the application's own, for generic types or rules other than those of {@link
 * RedisPayload#json}. Refuses {@code null}.
 */
public final class JsonPayload<T> implements RedisPayload<T> {
  private final ObjectReader reader;
  private final ObjectWriter writer;

  /**
   * @param mapper not reconfigured afterwards
   * @param type what {@code T} is
   */
  public JsonPayload(ObjectMapper mapper, JavaType type) {
    reader = mapper.readerFor(type);
    writer = mapper.writerFor(type);
  }

  static ObjectMapper tolerantMapper() {
    return new ObjectMapper()
        .findAndRegisterModules()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  @Override
  public T decode(byte[] value) throws IOException {
    @Nullable T payload = reader.readValue(value);
    if (payload == null) {
      throw new IOException("the JSON is null, which is no payload");
    }
    return payload;
  }

  @Override
  public byte[] encode(T payload) throws IOException {
    return writer.writeValueAsBytes(payload);
  }
}
