package io.millrace.daemon.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One mapping of the configuration, read key by key.
 *
 * <p>Asking for a key is what makes it known: once the whole configuration has been read, every key
 * that nobody asked for is an error that names the nearest known one. So read all keys, also those
 * whose value will not matter, before doing anything that has an effect.
 *
 * <p>A value of the wrong type or out of range is a {@link ConfigException} that names its place.
 * Not safe for several threads.
 */
public interface Options {
  /** Where this mapping stands: {@code pipelines[0].source.file}. */
  String path();

  /** Whether the key has a value in the file, the environment or on the command line. */
  boolean has(String key);

  /** The text at a key that must be there. */
  String text(String key);

  String text(String key, String fallback);

  Optional<String> optionalText(String key);

  /** Text that is masked wherever the configuration is printed. */
  Optional<String> secret(String key);

  /** Text values; a single one may stand without its list. Empty when the key is absent. */
  List<String> texts(String key);

  /** A mapping with keys of the user's own choice; empty when absent. */
  Map<String, String> textMap(String key);

  boolean flag(String key, boolean fallback);

  /** A whole number from {@code min} to {@code max}. */
  int integer(String key, int fallback, int min, int max);

  double decimal(String key, double fallback, double min, double max);

  /**
   * A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}; a plain number counts
   * milliseconds.
   */
  Duration duration(String key, Duration fallback);

  Optional<Duration> optionalDuration(String key);

  /** A size in bytes such as {@code 16MiB}, {@code 16MB}, {@code 512}. */
  long size(String key, long fallback, long min, long max);

  /** One of an enum's constants, written in lower case with dashes. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E fallback);

  /** The mapping at a key; an empty one when the key is absent. */
  Options options(String key);

  Optional<Options> optionalOptions(String key);

  List<Options> optionsList(String key);

  /** The keys that are there, in the order of the file. */
  List<String> keys();

  /**
   * An error at this key, or at this mapping when {@code key} is empty, for the caller to throw.
   */
  ConfigException error(String key, String problem);

  /**
   * Tells of what is odd at this key but no mistake, and what to do about it. It is told by {@code
   * millrace config check} and at the start.
   */
  void warn(String key, String oddity);
}
