package io.millrace.amqp.header;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.LongString;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of AMQP's tables as text: texts and bytes as they are, numbers and truth values as they
 * are written, times in RFC 3339, tables and lists as JSON, nothing as the empty text.
 */
final class FieldText {
  private FieldText() {}

  static String of(@Nullable Object value) {
    if (value instanceof Map || value instanceof List) {
      StringBuilder json = new StringBuilder();
      write(value, json);
      return json.toString();
    }
    return plain(value);
  }

  private static String plain(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof LongString text) {
      return text.toString();
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    if (value instanceof Date time) {
      return time.toInstant().toString();
    }
    return value.toString();
  }

  /** The client has bounded how deep tables may be nested when it read them. */
  private static void write(@Nullable Object value, StringBuilder json) {
    if (value instanceof Map<?, ?> table) {
      json.append('{');
      Iterator<? extends Map.Entry<?, ?>> entries = table.entrySet().iterator();
      while (entries.hasNext()) {
        Map.Entry<?, ?> entry = entries.next();
        quote(String.valueOf(entry.getKey()), json);
        json.append(':');
        write(entry.getValue(), json);
        json.append(entries.hasNext() ? "," : "");
      }
      json.append('}');
    } else if (value instanceof List<?> list) {
      json.append('[');
      Iterator<?> elements = list.iterator();
      while (elements.hasNext()) {
        write(elements.next(), json);
        json.append(elements.hasNext() ? "," : "");
      }
      json.append(']');
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else {
      quote(plain(value), json);
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        json.append('\\').append(each);
      } else if (each < ' ') {
        json.append(String.format("\\u%04x", (int) each));
      } else {
        json.append(each);
      }
    }
    json.append('"');
  }
}
