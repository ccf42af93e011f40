package io.millrace.daemon.deadletter;

import static io.millrace.daemon.deadletter.TextTable.onOneLine;
import static io.millrace.daemon.deadletter.TextTable.orDash;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.millrace.queue.DeadLetterHeaders;
import io.millrace.queue.redrive.DeadLetter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters as text for people, or as JSON for programs. */
public final class LetterListing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> HEADINGS =
      List.of("ID", "TIME", "ATTEMPTS", "ORIGIN", "KEY", "REASON");
  private static final int LONGEST_KEY = 40;
  private static final int LONGEST_REASON = 100;

  private LetterListing() {}

  /** The forms of output. */
  public enum Format {
    table,
    json
  }

  /** Many, without their payloads. */
  public static String list(List<DeadLetter> letters, Format format) {
    return switch (format) {
      case table -> table(letters);
      case json -> json(letters, false);
    };
  }

  /** One, with all there is. */
  public static String show(DeadLetter letter, Format format) {
    return switch (format) {
      case table -> text(letter);
      case json -> json(List.of(letter), true);
    };
  }

  private static String table(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      return "no dead letters\n";
    }
    TextTable table = new TextTable(HEADINGS);
    letters.forEach(letter -> table.add(row(letter)));
    return table.toString();
  }

  private static List<String> row(DeadLetter letter) {
    return List.of(
        letter.id(),
        orDash(letter.header(DeadLetterHeaders.TIME), 30),
        orDash(letter.header(DeadLetterHeaders.ATTEMPTS), 10),
        orDash(origin(letter), 60),
        orDash(letter.message().key().orElse(""), LONGEST_KEY),
        orDash(letter.reason(), LONGEST_REASON));
  }

  private static String origin(DeadLetter letter) {
    String position = letter.header(DeadLetterHeaders.POSITION);
    return position.isEmpty() ? letter.origin() : letter.origin() + " " + position;
  }

  private static String text(DeadLetter letter) {
    StringBuilder text = new StringBuilder();
    text.append("id: ").append(letter.id()).append('\n');
    letter
        .message()
        .key()
        .ifPresent(key -> text.append("key: ").append(onOneLine(key)).append('\n'));
    for (Map.Entry<String, String> header : letter.message().headers().entries()) {
      text.append(header.getKey()).append(": ").append(onOneLine(header.getValue())).append('\n');
    }
    return text.append('\n').append(readable(letter.message().payload())).append('\n').toString();
  }

  /** A payload for people. */
  static String readable(byte[] payload) {
    return utf8(payload).orElseGet(() -> "base64 " + Base64.getEncoder().encodeToString(payload));
  }

  private static String json(List<DeadLetter> letters, boolean isWhole) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      if (!isWhole) {
        json.writeStartArray();
      }
      for (DeadLetter letter : letters) {
        write(letter, json, isWhole);
      }
      if (!isWhole) {
        json.writeEndArray();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(DeadLetter letter, JsonGenerator json, boolean isWhole)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", letter.id());
    if (letter.message().key().isPresent()) {
      json.writeStringField("key", letter.message().key().get());
    }
    json.writeStringField("reason", letter.reason());
    json.writeStringField("origin", letter.origin());
    json.writeNumberField("size_bytes", letter.message().payload().length);
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> header : letter.message().headers().entries()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    json.writeEndObject();
    if (isWhole) {
      writePayload(letter.message().payload(), json);
    }
    json.writeEndObject();
  }

  /** A payload for programs: {@code payload}, or {@code payload_base64} where it is no text. */
  static void writePayload(byte[] payload, JsonGenerator json) throws IOException {
    Optional<String> text = utf8(payload);
    if (text.isPresent()) {
      json.writeStringField("payload", text.get());
    } else {
      json.writeBinaryField("payload_base64", payload);
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
