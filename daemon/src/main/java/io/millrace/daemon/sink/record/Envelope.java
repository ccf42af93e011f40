package io.millrace.daemon.sink.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.queue.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.Instant;
import java.util.Map;

/**
 * A message as one line of JSON.
 *
 * <pre>{@code
 * {"time":"2026-11-21T03:12:19Z","origin":"/var/log/app.log","index":0,"offset":4711,"attempt":5,"key":"k",
 *  "headers":{"millrace-dead-letter-reason":"..."},"payload":"text"}
 * }</pre>
 *
 * <p>{@code time} is when the message came into being; it, {@code offset} and {@code key} are left
 * out when unknown. A payload that is not UTF-8 stands under {@code payload_base64} instead.
 */
final class Envelope {
  private static final JsonFactory JSON = new JsonFactory();

  private Envelope() {}

  static byte[] encode(Message<byte[]> message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.payload().length + 256);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      if (message.timestampMillis() > 0) {
        json.writeStringField("time", Instant.ofEpochMilli(message.timestampMillis()).toString());
      }
      json.writeStringField("origin", message.partition().source());
      json.writeNumberField("index", message.partition().index());
      if (message.offset() != Message.NO_OFFSET) {
        json.writeNumberField("offset", message.offset());
      }
      json.writeNumberField("attempt", message.attempt());
      if (message.key().isPresent()) {
        json.writeStringField("key", message.key().get());
      }
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : message.headers().entries()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      writePayload(json, message.payload());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void writePayload(JsonGenerator json, byte[] payload) throws IOException {
    try {
      String text =
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(payload))
              .toString();
      json.writeStringField("payload", text);
    } catch (CharacterCodingException e) {
      json.writeBinaryField("payload_base64", payload);
    }
  }
}
