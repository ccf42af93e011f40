package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Message;
import io.millrace.broker.message.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing keys that a sender adds to that of a message: the headers {@code CC} and {@code BCC},
 * each a list of texts, as in RabbitMQ. Exchanges go by all of them.
 */
public final class CopyKeys {
  private static final String CC = "CC";

  /** Not kept with the message, so that no receiver learns of it. */
  private static final String BCC = "BCC";

  private CopyKeys() {}

  /** Whether there are such headers, right or wrong. */
  public static boolean arePresent(Message message) {
    Headers headers = message.headers();
    for (int i = 0; i < headers.count(); i++) {
      String name = headers.name(i);
      if (name.equals(CC) || name.equals(BCC)) {
        return true;
      }
    }
    return false;
  }

  /** Whether they are lists of texts, if they are there. */
  public static boolean areValid(Message message) {
    return isListOfTexts(message.headers().get(CC)) && isListOfTexts(message.headers().get(BCC));
  }

  private static boolean isListOfTexts(@Nullable HeaderValue value) {
    return value == null
        || (value instanceof Sequence list
            && list.values().stream().allMatch(Text.class::isInstance));
  }

  /** The message as it is kept: without the keys that nobody is to see. */
  public static Message withoutBlind(Message message) {
    return without(message, BCC);
  }

  /** The message for another way than its sender has chosen: without all added keys. */
  public static Message withoutAny(Message message) {
    return without(without(message, BCC), CC);
  }

  private static Message without(Message message, String name) {
    Headers headers = message.headers();
    return headers.get(name) == null
        ? message
        : message.withProperties(message.properties().withHeaders(headers.without(name)));
  }

  /** The message's own routing key, and what {@code CC} adds. */
  public static List<String> visible(Message message) {
    List<String> keys = new ArrayList<>();
    keys.add(message.routingKey());
    addTo(keys, message.headers().get(CC));
    return keys;
  }

  /** The message once more for each added key, with that one as its own; what is no text is not. */
  static List<Message> copies(Message message) {
    if (!arePresent(message)) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    addTo(keys, message.headers().get(CC));
    addTo(keys, message.headers().get(BCC));
    return keys.stream().map(key -> message.withDestination(message.exchange(), key)).toList();
  }

  private static void addTo(List<String> keys, @Nullable HeaderValue value) {
    if (value instanceof Sequence list) {
      for (HeaderValue each : list.values()) {
        if (each instanceof Text) {
          keys.add(each.toString());
        }
      }
    }
  }
}
