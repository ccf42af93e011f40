package io.millrace.testkit.check;

import io.millrace.queue.Settlement;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Events as lines of text, for logs written by other processes. Words are parted by one space;
 * names are percent-encoded; an empty set is a dash.
 *
 * <pre>
 *   published PARTITION OFFSET
 *   begun WORKER LANE PARTITION OFFSET ATTEMPT
 *   ended WORKER LANE PARTITION OFFSET ATTEMPT done|failed|interrupted
 *   settled DELIVERY PARTITION OFFSET acked|rejected|dead_lettered|returned
 *   committed PARTITION POSITION OFFSET,OFFSET,...|-
 *   crashed WORKER
 * </pre>
 */
public final class LogEventText {
  private LogEventText() {}

  /** The line of {@code event}, without its end. */
  public static String toLine(LogEvent event) {
    return event.match(new Writer());
  }

  /**
   * The event of {@code line}.
   *
   * @throws IllegalArgumentException when it is none, as the last line of a killed process may be;
   *     the message holds the line
   */
  public static LogEvent fromLine(String line) {
    String[] words = line.split(" ", -1);
    try {
      return switch (words[0]) {
        case "published" -> new LogEvent.Published(toInt(words[1]), toLong(words[2]));
        case "begun" ->
            new LogEvent.Begun(
                decode(words[1]),
                decode(words[2]),
                toInt(words[3]),
                toLong(words[4]),
                toInt(words[5]));
        case "ended" ->
            new LogEvent.Ended(
                decode(words[1]),
                decode(words[2]),
                toInt(words[3]),
                toLong(words[4]),
                toInt(words[5]),
                constant(LogEvent.End.class, words[6]));
        case "settled" ->
            new LogEvent.Settled(
                toLong(words[1]),
                toInt(words[2]),
                toLong(words[3]),
                constant(Settlement.Kind.class, words[4]));
        case "committed" ->
            new LogEvent.Committed(toInt(words[1]), toLong(words[2]), offsets(words[3]));
        case "crashed" -> new LogEvent.Crashed(decode(words[1]));
        default -> throw new IllegalArgumentException("no event begins so");
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not an event: \"" + line + "\"", e);
    }
  }

  private static int toInt(String word) {
    return Integer.parseInt(word);
  }

  private static long toLong(String word) {
    return Long.parseLong(word);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private static SortedSet<Long> offsets(String word) {
    return word.equals("-")
        ? new TreeSet<>()
        : Arrays.stream(word.split(","))
            .map(Long::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String decode(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static final class Writer implements LogEvent.Cases<String> {
    @Override
    public String published(LogEvent.Published event) {
      return join("published", event.partition(), event.offset());
    }

    @Override
    public String begun(LogEvent.Begun event) {
      return join(
          "begun",
          encode(event.worker()),
          encode(event.lane()),
          event.partition(),
          event.offset(),
          event.attempt());
    }

    @Override
    public String ended(LogEvent.Ended event) {
      return join(
          "ended",
          encode(event.worker()),
          encode(event.lane()),
          event.partition(),
          event.offset(),
          event.attempt(),
          lower(event.end()));
    }

    @Override
    public String settled(LogEvent.Settled event) {
      return join(
          "settled", event.delivery(), event.partition(), event.offset(), lower(event.kind()));
    }

    @Override
    public String committed(LogEvent.Committed event) {
      String beyond = event.beyond().stream().map(String::valueOf).collect(Collectors.joining(","));
      return join(
          "committed", event.partition(), event.position(), beyond.isEmpty() ? "-" : beyond);
    }

    @Override
    public String crashed(LogEvent.Crashed event) {
      return join("crashed", encode(event.worker()));
    }

    private static String lower(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String join(Object... words) {
      return Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
    }
  }
}
