package io.millrace.daemon.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.millrace.daemon.deadletter.LetterListing.Format;
import io.millrace.queue.Message;
import io.millrace.redis.delay.DelayedJob;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Delayed jobs as text for people, or as JSON for programs. */
public final class DelayListing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> HEADINGS = List.of("ID", "DUE", "ATTEMPT", "KEY", "BYTES");

  private DelayListing() {}

  /** Many, without their payloads. */
  public static String list(List<DelayedJob> jobs, Format format) {
    return switch (format) {
      case table -> table(jobs);
      case json -> json(jobs, false);
    };
  }

  /** One, with all there is. */
  public static String show(DelayedJob job, Format format) {
    return switch (format) {
      case table -> text(job);
      case json -> json(List.of(job), true);
    };
  }

  private static String table(List<DelayedJob> jobs) {
    if (jobs.isEmpty()) {
      return "no delayed jobs\n";
    }
    TextTable table = new TextTable(HEADINGS);
    for (DelayedJob job : jobs) {
      Message<byte[]> message = job.message();
      table.add(
          List.of(
              // Whole, since it is what the other verbs want.
              TextTable.orDash(job.id(), Integer.MAX_VALUE),
              job.due().toString(),
              Integer.toString(message.attempt()),
              TextTable.orDash(message.key().orElse(""), 40),
              Integer.toString(message.payload().length)));
    }
    return table.toString();
  }

  private static String text(DelayedJob job) {
    Message<byte[]> message = job.message();
    StringBuilder text = new StringBuilder();
    text.append("id: ").append(TextTable.onOneLine(job.id())).append('\n');
    text.append("due: ").append(job.due()).append('\n');
    text.append("attempt: ").append(message.attempt()).append('\n');
    message
        .key()
        .ifPresent(key -> text.append("key: ").append(TextTable.onOneLine(key)).append('\n'));
    for (Map.Entry<String, String> header : message.headers().entries()) {
      text.append(header.getKey()).append(": ");
      text.append(TextTable.onOneLine(header.getValue())).append('\n');
    }
    return text.append('\n')
        .append(LetterListing.readable(message.payload()))
        .append('\n')
        .toString();
  }

  private static String json(List<DelayedJob> jobs, boolean isWhole) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      if (!isWhole) {
        json.writeStartArray();
      }
      for (DelayedJob job : jobs) {
        write(job, json, isWhole);
      }
      if (!isWhole) {
        json.writeEndArray();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(DelayedJob job, JsonGenerator json, boolean isWhole)
      throws IOException {
    Message<byte[]> message = job.message();
    json.writeStartObject();
    json.writeStringField("id", job.id());
    json.writeStringField("due", job.due().toString());
    json.writeNumberField("attempt", message.attempt());
    if (message.key().isPresent()) {
      json.writeStringField("key", message.key().get());
    }
    json.writeNumberField("size_bytes", message.payload().length);
    json.writeObjectFieldStart("headers");
    for (Map.Entry<String, String> header : message.headers().entries()) {
      json.writeStringField(header.getKey(), header.getValue());
    }
    json.writeEndObject();
    if (isWhole) {
      LetterListing.writePayload(message.payload(), json);
    }
    json.writeEndObject();
  }
}
