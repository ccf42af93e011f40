package io.millrace.broker.security;

import io.millrace.broker.pattern.NamePattern;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Which routing keys a user may publish with to a topic exchange, and bind to it. In the
 * expressions {@code {username}}, {@code {vhost}} and {@code {client_id}} stand for what they say,
 * taken literally; {@link #expand} puts it in, once for a connection.
 *
 * @param exchange the topic exchange that it is about
 */
public record TopicPermissions(String exchange, String write, String read) {

  /** The permissions of one connection. */
  public record Expanded(NamePattern write, NamePattern read) {

    /**
     * @param access to write or to read; there is nothing to configure in a routing key
     */
    public boolean allow(Access access, String routingKey) {
      return switch (access) {
        case CONFIGURE -> true;
        case WRITE -> write.isFoundIn(routingKey);
        case READ -> read.isFoundIn(routingKey);
      };
    }
  }

  public TopicPermissions {
    Permissions.pattern(write);
    Permissions.pattern(read);
  }

  /**
   * @param values by name, without braces
   */
  public Expanded expand(Map<String, String> values) {
    return new Expanded(expanded(write, values), expanded(read, values));
  }

  private static NamePattern expanded(String text, Map<String, String> values) {
    String expanded = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      expanded = expanded.replace("{" + value.getKey() + "}", literal(value.getValue()));
    }
    return Permissions.pattern(expanded);
  }

  /** With a backslash before whatever means something in an expression. */
  private static String literal(String value) {
    return value.replaceAll("[^\\p{L}\\p{N}_\\s]", Matcher.quoteReplacement("\\") + "$0");
  }
}
