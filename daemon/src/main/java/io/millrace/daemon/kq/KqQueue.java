package io.millrace.daemon.kq;

import io.millrace.daemon.config.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One queue of a {@code kq} configuration. Names, defaults and the indifference to case are
 * go-queue's.
 *
 * @param place what to call it where it has no name: the key it stands at
 * @param password as the file has it; not to be printed
 * @param others keys that say nothing about the queue
 */
record KqQueue(
    String place,
    Optional<String> name,
    List<String> brokers,
    String group,
    String topic,
    Optional<String> caFile,
    Offset offset,
    int conns,
    int consumers,
    int processors,
    int minBytes,
    int maxBytes,
    Optional<String> username,
    Optional<String> password,
    boolean forceCommit,
    boolean commitInOrder,
    Set<String> others) {

  /** Where a group begins that has committed nothing. */
  enum Offset {
    FIRST,
    LAST
  }

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "brokers",
          "group",
          "topic",
          "cafile",
          "offset",
          "conns",
          "consumers",
          "processors",
          "minbytes",
          "maxbytes",
          "username",
          "password",
          "forcecommit",
          "commitinorder");

  /** Whether a mapping is a queue: what kq cannot do without is there. */
  static boolean isAt(Section section) {
    return List.of("Brokers", "Group", "Topic").stream()
        .allMatch(key -> section.has(key(section, key)));
  }

  /** What a mapping is called. */
  static Optional<String> nameIn(Section section) {
    return text(section, "Name");
  }

  static KqQueue from(Section section, String place) {
    Set<String> others = new TreeSet<>();
    for (String key : section.keys()) {
      section.has(key);
      if (!KEYS.contains(key.toLowerCase(Locale.ROOT))) {
        others.add(key);
      }
    }
    return new KqQueue(
        place,
        nameIn(section),
        section.texts(key(section, "Brokers")).stream().distinct().toList(),
        section.text(key(section, "Group")),
        section.text(key(section, "Topic")),
        text(section, "CaFile"),
        section.choice(key(section, "Offset"), Offset.class, Offset.LAST),
        Math.max(1, number(section, "Conns", 1, 0, 10_000)),
        number(section, "Consumers", 8, 1, 10_000),
        number(section, "Processors", 8, 1, 10_000),
        number(section, "MinBytes", 10_240, 1, Integer.MAX_VALUE),
        number(section, "MaxBytes", 10_485_760, 1, Integer.MAX_VALUE),
        text(section, "Username"),
        section.secret(key(section, "Password")).filter(secret -> !secret.isEmpty()),
        section.flag(key(section, "ForceCommit"), true),
        section.flag(key(section, "CommitInOrder"), false),
        others);
  }

  /** How the file writes a key. */
  private static String key(Section section, String name) {
    return section.keys().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }

  private static Optional<String> text(Section section, String name) {
    return section.optionalText(key(section, name)).filter(text -> !text.isEmpty());
  }

  private static int number(Section section, String name, int fallback, int min, int max) {
    return section.integer(key(section, name), fallback, min, max);
  }
}
