package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.daemon.source.InvalidMessages;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.Revival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every line is an envelope as the file sink writes it: the message in it comes back as it was,
 * with its payload, key, headers and time. So a file of dead letters is a source, and that is their
 * way back: what they were given up for is gone, the count of their redrives is one more.
 *
 * <p>A line that is no envelope becomes a message all the same, marked for {@link InvalidMessages}.
 */
final class EnvelopeLines implements LineDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public @Nullable Message<byte[]> decode(
      LineReader line, SourcePartition partition, @Nullable Object handle) {
    byte[] buffer = line.buffer();
    int start = line.lineStart();
    int length = line.lineLength();
    if (length == 0) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(buffer, start, length)) {
      return Revival.of(read(parser)).toBuilder()
          .position(partition, line.start())
          .handle(handle)
          .build();
    } catch (JsonProcessingException e) {
      return invalid(line, partition, handle, e.getOriginalMessage());
    } catch (DateTimeException | NotAnEnvelopeException e) {
      return invalid(line, partition, handle, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message<byte[]> invalid(
      LineReader line, SourcePartition partition, @Nullable Object handle, String problem) {
    int start = line.lineStart();
    return Message.builder(Arrays.copyOfRange(line.buffer(), start, start + line.lineLength()))
        .position(partition, line.start())
        .sizeBytes(line.lineLength())
        .handle(handle)
        .headers(InvalidMessages.header("not an envelope: " + problem))
        .build();
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

  /** The line is JSON, but something else. */
  private static final class NotAnEnvelopeException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAnEnvelopeException(String problem) {
      super(problem, null, false, false);
    }
  }
}
