package io.millrace.daemon.config;

import io.millrace.daemon.config.Overrides.Found;
import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A mapping of the configuration, as flags, environment and file together make it.
 *
 * <p>A wrong value where there is a fallback is noted, and the fallback returned, so that one run
 * finds many mistakes; {@link Configuration#check} throws them all. A wrong value that nothing can
 * stand in for is thrown at once.
 *
 * <p><b>Threads:</b> one.
 */
public final class Section implements Options {
  private final Reading reading;
  private final Keys keys;
  private final SectionValues values;
  private final Map<String, Section> children = new LinkedHashMap<>();

  Section(Reading reading, Keys keys) {
    this.reading = reading;
    this.keys = keys;
    values = new SectionValues(reading.effective(), keys.address());
  }

  @Override
  public String path() {
    return keys.address().path();
  }

  /**
   * The values that were asked for in this section and below, by their paths from here; to compare,
   * not to print.
   */
  public Map<String, String> values() {
    return values.toMap();
  }

  /** Whether the key has a single value rather than a mapping or list below it. */
  public boolean isText(String key) {
    return keys.isText(key);
  }

  /** Whether there is a mapping at the key in the file. */
  public boolean isMapping(String key) {
    return keys.isMapping(key);
  }

  /** Whether there is a list of mappings at the key in the file. */
  public boolean isListOfMappings(String key) {
    return keys.isListOfMappings(key);
  }

  @Override
  public boolean has(String key) {
    return keys.has(key);
  }

  @Override
  public List<String> keys() {
    return keys.present();
  }

  @Override
  public String text(String key) {
    Found found = keys.find(key).orElseThrow(() -> keys.missing(key));
    values.put(key, found);
    return found.text();
  }

  @Override
  public String text(String key, String fallback) {
    return value(key, fallback, Function.identity(), Function.identity());
  }

  /**
   * Reads something of this section. What is wrong with it is noted and the result is empty, so
   * that the rest can be read too; {@link Configuration#check} tells of all.
   */
  public <T> Optional<T> attempt(Function<Section, T> reader) {
    try {
      return Optional.of(reader.apply(this));
    } catch (ConfigException e) {
      reading.problems().caught(e);
      return Optional.empty();
    }
  }

  /** As {@link #attempt(Function)}, of a reader of the section below {@code key}. */
  public <T> Optional<T> attempt(String key, Function<Section, T> reader) {
    Optional<T> read = attempt(reader);
    if (read.isEmpty()) {
      Optional.ofNullable(children.get(key)).ifPresent(Section::abandon);
    }
    return read;
  }

  @Override
  public Optional<String> optionalText(String key) {
    return optionalValue(key, Function.identity());
  }

  @Override
  public Optional<String> secret(String key) {
    Optional<Found> found = noting(() -> keys.findSecret(key));
    values.putSecret(key, found);
    return found.map(Found::text);
  }

  @Override
  public List<String> texts(String key) {
    List<Found> found = keys.findAll(key);
    values.putList(key, found);
    return found.stream().map(Found::text).toList();
  }

  @Override
  public Map<String, String> textMap(String key) {
    Map<String, Found> found = keys.findMap(key);
    values.putMap(key, found);
    Map<String, String> texts = new LinkedHashMap<>();
    found.forEach((name, each) -> texts.put(name, each.text()));
    return texts;
  }

  @Override
  public boolean flag(String key, boolean fallback) {
    return value(key, fallback, Scalars::toBoolean, String::valueOf);
  }

  @Override
  public int integer(String key, int fallback, int min, int max) {
    return value(key, fallback, text -> Scalars.toInteger(text, min, max), String::valueOf);
  }

  @Override
  public double decimal(String key, double fallback, double min, double max) {
    return value(key, fallback, text -> Scalars.toDecimal(text, min, max), String::valueOf);
  }

  @Override
  public Duration duration(String key, Duration fallback) {
    return value(key, fallback, Units::duration, Units::format);
  }

  @Override
  public Optional<Duration> optionalDuration(String key) {
    return optionalValue(key, Units::duration);
  }

  @Override
  public long size(String key, long fallback, long min, long max) {
    return value(key, fallback, text -> Scalars.checked(Units.size(text), min, max), Units::format);
  }

  @Override
  public <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
    return value(key, fallback, text -> Scalars.toConstant(text, type), Scalars::written);
  }

  @Override
  public Options options(String key) {
    return section(key);
  }

  /** As {@link #options}. */
  public Section section(String key) {
    Keys below = keys.below(key);
    if (keys.has(key)) {
      values.putSection(key, below.origin());
    } else {
      values.putAbsent(key); // printed in the same place, present or not
    }
    return children.computeIfAbsent(key, name -> new Section(reading, below));
  }

  /** As {@link #section}; where something else stands, that is noted, and the section is empty. */
  public Section sectionOrEmpty(String key) {
    return attempt(unused -> section(key)).orElseGet(() -> emptySection(key));
  }

  /** As {@link #section}, of a part that its key alone selects, though nothing stands below it. */
  public Section selected(String key) {
    values.putSection(key, keys.origin());
    return section(key);
  }

  /** A section that the file does not have, as if {@code key} stood there with an empty mapping. */
  public Section emptySection(String key) {
    return children.computeIfAbsent(key, name -> new Section(reading, keys.emptyBelow(name)));
  }

  /** A section below {@code key} that has these values without anybody having written them. */
  public Section given(String key, Map<String, String> values) {
    return new Section(reading, keys.given(key, values));
  }

  @Override
  public Optional<Options> optionalOptions(String key) {
    return has(key) ? Optional.of(options(key)) : Optional.empty();
  }

  @Override
  public List<Options> optionsList(String key) {
    return List.copyOf(sections(key));
  }

  /** As {@link #optionsList}. */
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    for (Keys item : keys.items(key)) {
      String name = key + "[" + sections.size() + "]";
      sections.add(children.computeIfAbsent(name, unused -> new Section(reading, item)));
    }
    return sections;
  }

  @Override
  public ConfigException error(String key, String problem) {
    return keys.error(key, problem);
  }

  @Override
  public void warn(String key, String oddity) {
    keys.warn(key, oddity);
  }

  /**
   * Reads a single value by a rule of one's own.
   *
   * @param parser throws {@link IllegalArgumentException} with the problem in words
   * @param writer the value as the file would have it, for printing the default
   */
  public <V> V value(
      String key, V fallback, Function<String, V> parser, Function<V, String> writer) {
    Optional<Found> found = noting(() -> keys.find(key));
    found.ifPresentOrElse(
        value -> values.put(key, value), () -> values.putDefault(key, writer.apply(fallback)));
    return found.flatMap(value -> parsed(key, value, parser)).orElse(fallback);
  }

  /** As {@link #value}, for a key without a default. */
  public <V> Optional<V> optionalValue(String key, Function<String, V> parser) {
    Optional<Found> found = noting(() -> keys.find(key));
    found.ifPresentOrElse(value -> values.put(key, value), () -> values.putAbsent(key));
    return found.flatMap(value -> parsed(key, value, parser));
  }

  /** Where a list stands instead of a value, or a variable is not set, there is no value. */
  private Optional<Found> noting(Supplier<Optional<Found>> search) {
    return attempt(unused -> search.get()).flatMap(Function.identity());
  }

  private <V> Optional<V> parsed(String key, Found found, Function<String, V> parser) {
    try {
      return Optional.of(parser.apply(found.text()));
    } catch (IllegalArgumentException e) {
      reading
          .problems()
          .note(found.origin(), keys.address().path(key), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * Nobody will read the rest of this section: a key that was not asked for need not be unknown.
   */
  void abandon() {
    keys.abandon();
    children.values().forEach(Section::abandon);
  }

  void noteUnknownKeys() {
    keys.noteUnknown();
    children.values().forEach(Section::noteUnknownKeys);
  }
}
