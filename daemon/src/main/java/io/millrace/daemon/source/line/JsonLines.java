package io.millrace.daemon.source.line;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.daemon.source.InvalidMessages;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every line is a JSON value, empty ones are left out. One that is not JSON becomes a message all
 * the same, marked for {@link InvalidMessages}.
 */
final class JsonLines implements LineDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  /** Null for no key. */
  private final @Nullable JsonKey finding;

  private @Nullable String key;

  /**
   * @param keyPath the names from the root to the key; empty for no key
   */
  JsonLines(List<String> keyPath) {
    finding = keyPath.isEmpty() ? null : new JsonKey(keyPath);
  }

  @Override
  public @Nullable Message<byte[]> decode(
      LineReader line, SourcePartition partition, @Nullable Object handle) {
    byte[] buffer = line.buffer();
    int start = line.lineStart();
    int length = line.lineLength();
    if (isBlank(buffer, start, length)) {
      return null;
    }
    key = null;
    String problem = check(buffer, start, length);
    Message.Builder<byte[]> message =
        Message.builder(Arrays.copyOfRange(buffer, start, start + length))
            .position(partition, line.start())
            .sizeBytes(length)
            .handle(handle);
    return problem.isEmpty()
        ? message.key(key).build()
        : message.headers(InvalidMessages.header("not JSON: " + problem)).build();
  }

  /** Reads the line to its end, picking up the key; answers what is wrong with it, or nothing. */
  private String check(byte[] buffer, int start, int length) {
    try (JsonParser parser = JSON.createParser(buffer, start, length)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT && finding != null) {
        key = finding.find(parser);
      } else {
        parser.skipChildren();
      }
      return parser.nextToken() == null ? "" : "more than one value";
    } catch (JsonProcessingException e) {
      // The original message quotes no content of the line but the offending character.
      return e.getOriginalMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBlank(byte[] buffer, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
