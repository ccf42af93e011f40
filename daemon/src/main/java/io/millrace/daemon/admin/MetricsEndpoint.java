package io.millrace.daemon.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;

/** The meters in the form that the scraper asks for. */
final class MetricsEndpoint implements Endpoint {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry meters;

  MetricsEndpoint(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public Response answer(Request request) {
    String type = prefersOpenMetrics(request.header("Accept").orElse("")) ? OPEN_METRICS : TEXT;
    return Response.text(type, meters.scrape(type));
  }

  /** Whether the media range of OpenMetrics has a higher weight than that of plain text. */
  private static boolean prefersOpenMetrics(String accept) {
    double openMetrics = 0;
    double text = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
      String type = range.split(";", 2)[0].strip();
      if (type.equals("application/openmetrics-text")) {
        openMetrics = Math.max(openMetrics, weight(range));
      } else if (type.equals("text/plain")) {
        text = Math.max(text, weight(range));
      }
    }
    return openMetrics > 0 && openMetrics >= text;
  }

  private static double weight(String range) {
    for (String parameter : range.split(";")) {
      String stripped = parameter.strip();
      if (stripped.startsWith("q=")) {
        try {
          return Double.parseDouble(stripped.substring(2));
        } catch (NumberFormatException e) {
          return 0; // a weight nobody can read is no preference
        }
      }
    }
    return 1;
  }
}
