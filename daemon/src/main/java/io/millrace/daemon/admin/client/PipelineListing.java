package io.millrace.daemon.admin.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.daemon.admin.view.PipelineStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The state of pipelines as text for people, or as JSON or CSV for programs. */
final class PipelineListing {
  private static final List<String> HEADINGS =
      List.of(
          "PIPELINE",
          "STATE",
          "IN/s",
          "OUT/s",
          "IN FLIGHT",
          "CONSUMERS",
          "PRODUCERS",
          "LAG",
          "DEAD",
          "SOURCE",
          "HANDLER");
  private static final List<Column> CSV =
      List.of(
          new Column("name", PipelineStatus::name),
          new Column("state", PipelineStatus::state),
          new Column("paused", PipelineStatus::paused),
          new Column("ready", PipelineStatus::ready),
          new Column("producers", PipelineStatus::producers),
          new Column("consumers", PipelineStatus::consumers),
          new Column("max_consumers", PipelineStatus::maxConsumers),
          new Column("fetched", PipelineStatus::fetched),
          new Column("fetched_per_second", PipelineStatus::fetchedPerSecond),
          new Column("settled_per_second", PipelineStatus::settledPerSecond),
          new Column("buffered", PipelineStatus::buffered),
          new Column("waiting", PipelineStatus::waiting),
          new Column("in_flight", PipelineStatus::inFlight),
          new Column("acked", p -> p.settled().acked()),
          new Column("rejected", p -> p.settled().rejected()),
          new Column("dead_lettered", p -> p.settled().deadLettered()),
          new Column("returned", p -> p.settled().returned()),
          new Column("retries", PipelineStatus::retries),
          new Column("lag_messages", p -> orEmpty(p.lagMessages())),
          new Column("lag_seconds", p -> orEmpty(p.lagSeconds())),
          new Column("oldest_in_flight_seconds", PipelineStatus::oldestInFlightSeconds),
          new Column("source", PipelineStatus::source),
          new Column("handler", PipelineStatus::handler));

  private static final int FIRST_NUMBER = 2;
  private static final int LAST_NUMBER = 8;

  private PipelineListing() {}

  /** The forms of output. */
  enum Format {
    table,
    json,
    csv
  }

  static String render(List<PipelineStatus> pipelines, Format format) {
    return switch (format) {
      case table -> table(pipelines);
      case json -> json(pipelines);
      case csv -> csv(pipelines);
    };
  }

  private static String table(List<PipelineStatus> pipelines) {
    if (pipelines.isEmpty()) {
      return "no pipelines\n";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    for (PipelineStatus p : pipelines) {
      rows.add(
          List.of(
              p.name(),
              PipelineState.of(p).text(),
              Quantity.rate(p.fetchedPerSecond()),
              Quantity.rate(p.settledPerSecond()),
              Integer.toString(p.inFlight()),
              Quantity.ofMax(p.consumers(), p.maxConsumers()),
              Integer.toString(p.producers()),
              p.lagMessages() == null ? "-" : Quantity.count(p.lagMessages()),
              Quantity.count(p.settled().deadLettered()),
              Cell.printable(p.source()),
              Cell.printable(p.handler())));
    }
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
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        line.append(i >= FIRST_NUMBER && i <= LAST_NUMBER ? space + cell : cell + space)
            .append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String json(List<PipelineStatus> pipelines) {
    try {
      return JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(pipelines)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the pipelines as JSON", e);
    }
  }

  /** RFC 4180 but for the line ends; the columns are named as the fields of the JSON. */
  private static String csv(List<PipelineStatus> pipelines) {
    StringBuilder text =
        new StringBuilder(CSV.stream().map(Column::name).collect(Collectors.joining(",")))
            .append('\n');
    for (PipelineStatus p : pipelines) {
      text.append(
              CSV.stream()
                  .map(column -> quoted(column.value.apply(p)))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  private static String quoted(Object value) {
    String text =
        value instanceof Double number
            ? String.format(Locale.ROOT, "%.3f", number)
            : value.toString();
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static Object orEmpty(@Nullable Object value) {
    return value == null ? "" : value;
  }

  private record Column(String name, Function<PipelineStatus, Object> value) {}
}
