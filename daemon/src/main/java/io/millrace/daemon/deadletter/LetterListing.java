package io.millrace.daemon.deadletter;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dead letters as text for people, or as JSON for programs. */
public final class LetterListing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
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
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    letters.forEach(letter -> rows.add(row(letter)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
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

  private static String orDash(String text, int longest) {
    String plain = CONTROL.matcher(text).replaceAll(" ");
    if (plain.isEmpty()) {
      return "-";
    }
    return plain.length() <= longest ? plain : plain.substring(0, longest - 1) + "…";
  }

  private static String text(DeadLetter letter) {
    StringBuilder text = new StringBuilder();
    text.append("id: ").append(letter.id()).append('\n');
    letter.message().key().ifPresent(key -> text.append("key: ").append(visible(key)).append('\n'));
    for (Map.Entry<String, String> header : letter.message().headers().entries()) {
      text.append(header.getKey()).append(": ").append(visible(header.getValue())).append('\n');
    }
    byte[] payload = letter.message().payload();
    String readable =
        utf8(payload).orElseGet(() -> "base64 " + Base64.getEncoder().encodeToString(payload));
    return text.append('\n').append(readable).append('\n').toString();
  }

  /** On one line. */
  private static String visible(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
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
      Optional<String> payload = utf8(letter.message().payload());
      if (payload.isPresent()) {
        json.writeStringField("payload", payload.get());
      } else {
        json.writeBinaryField("payload_base64", letter.message().payload());
      }
    }
    json.writeEndObject();
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
