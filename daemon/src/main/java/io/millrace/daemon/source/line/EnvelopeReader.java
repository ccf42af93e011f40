package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads envelopes as the file sink writes them: what is in one comes out as it was put in. */
public final class EnvelopeReader {
  private static final JsonFactory JSON = new JsonFactory();

  private EnvelopeReader() {}

  /** The bytes are something else; the message says what is wrong with them. */
  public static final class NotAnEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnEnvelopeException(String problem) {
      super(problem, null, false, false);
    }
  }

  /**
   * The message in an envelope, with its payload, key, headers and time; where it stood in its
   * source is left to the caller.
   *
   * @throws NotAnEnvelopeException when the bytes are no envelope
   */
  public static Message<byte[]> read(byte[] buffer, int start, int length)
      throws NotAnEnvelopeException {
    try (JsonParser parser = JSON.createParser(buffer, start, length)) {
      return read(parser);
    } catch (JsonProcessingException e) {
      throw new NotAnEnvelopeException(e.getOriginalMessage());
    } catch (DateTimeException e) {
      throw new NotAnEnvelopeException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a stream; these bytes are in memory
    }
  }

  private static Message<byte[]> read(JsonParser parser)
      throws IOException, NotAnEnvelopeException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new NotAnEnvelopeException("it is not a JSON object");
    }
    byte[] payload = null;
    String key = null;
    long timestampMillis = 0;
    Map<String, String> headers = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "payload" -> payload = parser.getText().getBytes(UTF_8);
        case "payload_base64" -> payload = parser.getBinaryValue();
        case "key" -> key = parser.getText();
        case "time" -> timestampMillis = Instant.parse(parser.getText()).toEpochMilli();
        case "headers" -> readHeaders(parser, headers);
        default -> parser.skipChildren();
      }
    }
    if (payload == null) {
      throw new NotAnEnvelopeException("it has neither payload nor payload_base64");
    }
    return Message.builder(payload)
        .key(key)
        .headers(Headers.of(headers))
        .timestampMillis(timestampMillis)
        .sizeBytes(payload.length)
        .build();
  }

  private static void readHeaders(JsonParser parser, Map<String, String> headers)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      headers.put(name, parser.getText());
    }
  }
}
