package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import java.util.ArrayList;
import java.util.List;

/** The match of a headers exchange as RabbitMQ's documentation tells it. */
final class NaiveHeaders {
  private NaiveHeaders() {}

  static boolean matches(Headers arguments, Headers headers) {
    HeaderValue matchArgument = arguments.get("x-match");
    String match = matchArgument == null ? "all" : matchArgument.toString();
    List<Boolean> answers = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      String name = arguments.name(i);
      boolean counts =
          !name.equals("x-match") && (match.endsWith("-with-x") || !name.startsWith("x-"));
      if (counts) {
        HeaderValue value = headers.get(name);
        answers.add(value != null && isExpected(arguments.value(i), value));
      }
    }
    return match.startsWith("all") ? !answers.contains(false) : answers.contains(true);
  }

  private static boolean isExpected(HeaderValue expected, HeaderValue value) {
    return expected instanceof HeaderValue.Nothing || plain(expected).equals(plain(value));
  }

  /** Kinds that count as one made one. */
  private static Object plain(HeaderValue value) {
    if (value instanceof HeaderValue.Whole whole) {
      return whole.value();
    }
    if (value instanceof HeaderValue.Timestamp timestamp) {
      return timestamp.seconds();
    }
    if (value instanceof HeaderValue.Single single) {
      return (double) single.value();
    }
    if (value instanceof HeaderValue.Real real) {
      return real.value();
    }
    if (value instanceof Octets octets) {
      return Text.ofBytes(octets.bytes());
    }
    return value;
  }
}
