package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.SinkType;
import io.millrace.daemon.spi.SourceType;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The kinds of sources, sinks and handlers there are, by the names that select them in a
 * configuration.
 */
public record Parts(
    Map<String, SourceType> sources,
    Map<String, SinkType> sinks,
    Map<String, HandlerType> handlers) {

  /** Those that the class path offers. */
  public static Parts load() {
    return new Parts(
        byName(ServiceLoader.load(SourceType.class), SourceType::name),
        byName(ServiceLoader.load(SinkType.class), SinkType::name),
        byName(ServiceLoader.load(HandlerType.class), HandlerType::name));
  }

  private static <T> Map<String, T> byName(Iterable<T> types, Function<T, String> name) {
    Map<String, T> byName = new TreeMap<>();
    for (T type : types) {
      T other = byName.put(name.apply(type), type);
      if (other != null) {
        throw new IllegalStateException(
            "both "
                + other.getClass().getName()
                + " and "
                + type.getClass().getName()
                + " are called "
                + name.apply(type));
      }
    }
    return byName;
  }
}
