package io.millrace.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A decoder and what it promises for whatever bytes come: a public class with {@code public static
 * void fuzzerTestOneInput(byte[])}, which throws when the bytes break a promise.
 *
 * <p>Inputs that are worth keeping stand in {@code src/test/resources/fuzz/}, in a directory of the
 * class's simple name, a file for each: {@link #replay} tries these, {@link #search} begins with
 * them. What a search has found stays in {@code target/fuzz/}, and the next one goes on from there.
 *
 * <p><b>Threads:</b> one at a time. Both methods block.
 */
public final class FuzzTarget {
  private static final String METHOD = "fuzzerTestOneInput";

  /** For how long a search of a build goes on. */
  private static final int SHORT_SECONDS = 4;

  /** More, or none with 0, with {@code -Dfuzz.seconds=}. */
  private static final Duration DURATION =
      Duration.ofSeconds(Long.getLong("fuzz.seconds", SHORT_SECONDS));

  private final Class<?> target;
  private final Method method;

  private FuzzTarget(Class<?> target, Method method) {
    this.target = target;
    this.method = method;
  }

  /**
   * @throws IllegalArgumentException if the class has no such method
   */
  public static FuzzTarget of(Class<?> target) {
    try {
      return new FuzzTarget(target, target.getMethod(METHOD, byte[].class));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(target + " has no " + METHOD + "(byte[])", e);
    }
  }

  /**
   * Tries every input that is kept; how many there are.
   *
   * @throws AssertionError if one breaks a promise, or none is kept
   */
  public int replay() {
    List<Path> inputs = inputs();
    if (inputs.isEmpty()) {
      throw new AssertionError("no inputs are kept in " + kept());
    }
    inputs.forEach(this::replay);
    return inputs.size();
  }

  private void replay(Path input) {
    try {
      method.invoke(null, (Object) Files.readAllBytes(input));
    } catch (InvocationTargetException e) {
      throw new AssertionError("a promise is broken by " + input, e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(target + " is not public", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes up inputs for as long as it has time, in a JVM of its own: the same ones in each build,
   * others in each longer search.
   *
   * @throws AssertionError if one breaks a promise: names the file with it
   */
  public void search() {
    search(DURATION);
  }

  void search(Duration duration) {
    if (duration.isZero()) {
      return;
    }
    try {
      new Search(target, kept()).run(duration, duration.toSeconds() > SHORT_SECONDS ? 0 : 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in the search for " + target.getSimpleName(), e);
    }
  }

  private List<Path> inputs() {
    try (Stream<Path> files = Files.list(kept())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path kept() {
    String directory = "/fuzz/" + target.getSimpleName();
    URL url = target.getResource(directory);
    if (url == null) {
      throw new AssertionError("there is no src/test/resources" + directory);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
