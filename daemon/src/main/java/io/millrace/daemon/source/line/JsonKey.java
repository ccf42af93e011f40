package io.millrace.daemon.source.line;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is at a path in a JSON object as the key: a text, a number, a truth value.
 *
 * <p><b>Threads:</b> any.
 */
final class JsonKey implements LineKey {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> path;

  /**
   * @param path names from the root to the key; at least one
   */
  JsonKey(List<String> path) {
    this.path = List.copyOf(path);
  }

  /** The path that a text such as {@code user.id} stands for. */
  static List<String> path(String text) {
    return List.of(text.split("\\.", -1));
  }

  @Override
  public @Nullable String of(byte[] buffer, int start, int length) {
    try (JsonParser parser = JSON.createParser(buffer, start, length)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? find(parser) : null;
    } catch (IOException e) {
      return null; // no JSON, no key
    }
  }

  /** Reads an object that has begun to its end. */
  @Nullable String find(JsonParser parser) throws IOException {
    return find(parser, 0);
  }

  private @Nullable String find(JsonParser parser, int depth) throws IOException {
    String key = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals(path.get(depth));
      JsonToken value = parser.nextToken();
      if (wanted && value == JsonToken.START_OBJECT && depth + 1 < path.size()) {
        String inner = find(parser, depth + 1);
        key = inner == null ? key : inner;
      } else if (wanted
          && value.isScalarValue()
          && value != JsonToken.VALUE_NULL
          && depth + 1 == path.size()) {
        key = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
    return key;
  }
}
