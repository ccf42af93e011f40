package io.millrace.broker.security;

import io.millrace.broker.pattern.NamePattern;

/**
 * What a user may do in a virtual host: for each kind of access, an expression that is found in the
 * names of queues and exchanges. As in RabbitMQ it is found anywhere in a name unless it says
 * {@code ^} and {@code $}, and the empty one allows nothing but the empty name.
 */
public record Permissions(NamePattern configure, NamePattern write, NamePattern read) {
  /** Everything. */
  public static final Permissions ALL = of(".*", ".*", ".*");

  private static final String NOTHING = "^$";

  /**
   * @throws io.millrace.broker.pattern.InvalidPatternException if one is no expression
   */
  public static Permissions of(String configure, String write, String read) {
    return new Permissions(pattern(configure), pattern(write), pattern(read));
  }

  public boolean allow(Access access, String name) {
    return pattern(access).isFoundIn(name);
  }

  public NamePattern pattern(Access access) {
    return switch (access) {
      case CONFIGURE -> configure;
      case WRITE -> write;
      case READ -> read;
    };
  }

  static NamePattern pattern(String text) {
    return NamePattern.of(text.isEmpty() ? NOTHING : text);
  }
}
