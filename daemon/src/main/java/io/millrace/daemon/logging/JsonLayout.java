package io.millrace.daemon.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code ts}, {@code level}, {@code logger}, {@code msg}, then what the
 * event carries, such as {@code pipeline}, then {@code error} and {@code stack} of an exception.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ts", TextLayout.TIME.format(event.getInstant()));
    fields.put("level", event.getLevel().toString());
    fields.put("logger", event.getLoggerName());
    fields.put("msg", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach(fields::putIfAbsent);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        fields.putIfAbsent(pair.key, String.valueOf(pair.value));
      }
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      fields.put(
          "error",
          thrown.getClassName() + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage()));
      fields.put("stack", ThrowableProxyUtil.asString(thrown));
    }
    StringBuilder line = new StringBuilder(256);
    fields.forEach(
        (name, value) -> {
          line.append(line.length() == 0 ? '{' : ',');
          quote(name, line);
          line.append(':');
          quote(value, line);
        });
    return line.append("}\n").toString();
  }

  private static void quote(String text, StringBuilder into) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> into.append("\\\"");
        case '\\' -> into.append("\\\\");
        case '\n' -> into.append("\\n");
        case '\r' -> into.append("\\r");
        case '\t' -> into.append("\\t");
        default -> {
          if (Printable.isControl(c) || (Character.isSurrogate(c) && !isPair(text, i))) {
            into.append(Printable.escaped(c));
          } else {
            into.append(c);
          }
        }
      }
    }
    into.append('"');
  }

  private static boolean isPair(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
