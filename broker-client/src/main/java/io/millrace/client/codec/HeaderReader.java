package io.millrace.client.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Reads headers, JSON like {@code {"method":10,"fields":{"queue":"q"}}}. Members and fields that
 * mean nothing are skipped; of those that come twice, the last one counts.
 */
final class HeaderReader {
  private static final int DEEPEST = 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          // Names come from strangers: nothing of them is to stay.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private HeaderReader() {}

  /**
   * @throws MalformedFrameException if it is anything else
   */
  static void read(byte[] json, Header into) {
    into.clear();
    if (isWide(json)) {
      throw MalformedFrameException.bad("the header is not JSON in UTF-8");
    }
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw MalformedFrameException.bad("the header is not a JSON object");
      }
      readMembers(parser, into);
      if (parser.nextToken() != null) {
        throw MalformedFrameException.bad("there is more than one JSON object in the header");
      }
    } catch (IOException malformed) {
      // The parser's message shows what the peer sent, so it stays here.
      throw MalformedFrameException.bad("the header is not JSON in UTF-8");
    }
  }

  /** UTF-16 and UTF-32, which the parser would take. */
  private static boolean isWide(byte[] json) {
    for (int i = 0; i < Math.min(2, json.length); i++) {
      if (json[i] <= 0) {
        return true;
      }
    }
    return false;
  }

  private static void readMembers(JsonParser parser, Header into) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("method")) {
        if (value != JsonToken.VALUE_NUMBER_INT || parser.getIntValue() < 0) {
          throw MalformedFrameException.bad("the method is not a number");
        }
        into.method(parser.getIntValue());
      } else if (name.equals("fields") && value != JsonToken.VALUE_NULL) {
        if (value != JsonToken.START_OBJECT) {
          throw MalformedFrameException.bad("the fields are not an object");
        }
        readFields(parser, into);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static void readFields(JsonParser parser, Header into) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Field field = Field.of(parser.currentName());
      JsonToken value = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_STRING) {
        into.put(field, parser.getText());
      } else {
        throw MalformedFrameException.bad(field.text() + " is not a string");
      }
    }
  }
}
