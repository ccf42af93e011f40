package io.millrace.daemon.config;

import io.millrace.daemon.spi.ConfigException;
import io.millrace.daemon.spi.Reason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A configuration file with what flags and the environment make of it.
 *
 * <p>Use: {@link #attempt} a reader on each section, then {@link #check}. Only what the readers
 * asked for is known.
 *
 * <p><b>Threads:</b> one. <b>Precedence:</b> flag, environment, file, default.
 */
public final class Configuration {
  private final Reading reading;
  private final Section root;

  private Configuration(Reading reading, Section root) {
    this.reading = reading;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param flags {@code section.key} to value, from the command line
   * @param environment all variables of the environment
   * @throws ConfigException when it cannot be read or is not YAML
   */
  public static Configuration read(
      Path file, Map<String, String> flags, Map<String, String> environment) {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(
            file + ": this is a directory, a configuration file was expected");
      }
      if (Files.size(file) > 4L * YamlReader.MAX_CHARACTERS) {
        throw new ConfigException(
            file + ": larger than " + YamlReader.MAX_CHARACTERS + " characters");
      }
      return parse(
          file.toString(), Files.readString(file, StandardCharsets.UTF_8), flags, environment);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + Reason.of(e), e);
    }
  }

  /** As {@link #read}, of a text that is called {@code file} in errors. */
  public static Configuration parse(
      String file, String text, Map<String, String> flags, Map<String, String> environment) {
    Reading reading =
        new Reading(
            file,
            new Overrides(flags, environment),
            new Interpolation(environment),
            new Problems(),
            new Problems(),
            new EffectiveValues());
    return new Configuration(
        reading, new Section(reading, Keys.root(reading, YamlReader.read(file, text))));
  }

  /** What the file is called. */
  public String file() {
    return reading.file();
  }

  public Section root() {
    return root;
  }

  /**
   * Reads a section; empty when it has a mistake that nothing can stand in for, which {@link
   * #check} will tell.
   */
  public <T> Optional<T> attempt(Section section, Function<Section, T> reader) {
    Optional<T> read = section.attempt(reader);
    if (read.isEmpty()) {
      section.abandon();
    }
    return read;
  }

  /**
   * To be called when everything has been read.
   *
   * @throws ConfigException with all that is wrong, one a line, unknown keys and flags included
   */
  public void check() {
    root.noteUnknownKeys();
    for (String flag : reading.overrides().unknownFlags()) {
      reading.problems().note(Origin.flag(flag), "", "unknown key" + hint(flag, true));
    }
    if (!reading.problems().isEmpty()) {
      throw reading.problems().toException();
    }
  }

  /**
   * What is odd but no mistake: what the readers of sections warned of, and variables that look
   * like ours and belong to no key.
   */
  public List<String> warnings() {
    Stream<String> variables =
        reading.overrides().unknownVariables().stream()
            .map(
                name ->
                    Origin.environment(name)
                        + ": belongs to no key of the configuration"
                        + hint(name, false));
    return Stream.concat(reading.warnings().texts().stream(), variables).toList();
  }

  /**
   * Everything that was asked for, as YAML, with where each value comes from and without secrets.
   */
  public String effective() {
    return reading.effective().print();
  }

  private String hint(String name, boolean isFlag) {
    return Nearest.to(name, reading.overrides().known(isFlag))
        .map(near -> "; did you mean " + (isFlag ? "--" : "") + near + "?")
        .orElse("");
  }
}
