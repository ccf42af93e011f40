package io.millrace.bench.amqp.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PerfTest prints once in a while: {@code id: test, time 2.000 s, sent: 1,234 msg/s, received:
 * 1,230 msg/s, min/median/75th/95th/99th consumer latency: ...}.
 *
 * @param seconds since it began to send
 * @param rates messages a second since the report before, by what happened to them
 */
record PerfTestReport(double seconds, Map<String, Double> rates) {
  private static final Pattern TIME = Pattern.compile("\\btime:? ([0-9.]+) ?s\\b");
  private static final Pattern RATE = Pattern.compile("(\\w+): ([0-9.,]+) msg/s");

  PerfTestReport {
    rates = Map.copyOf(rates);
  }

  /** None when the line is about something else. */
  static Optional<PerfTestReport> parse(String line) {
    Matcher time = TIME.matcher(line);
    Map<String, Double> rates = new HashMap<>();
    for (Matcher rate = RATE.matcher(line); rate.find(); ) {
      rates.put(rate.group(1), Double.valueOf(rate.group(2).replace(",", "")));
    }
    return time.find() && !rates.isEmpty()
        ? Optional.of(new PerfTestReport(Double.parseDouble(time.group(1)), rates))
        : Optional.empty();
  }

  /** One of the rates, if it is told. */
  OptionalDouble rate(String name) {
    Double rate = rates.get(name);
    return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }
}
