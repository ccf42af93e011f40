package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a request, each looked at before it is used. */
final class Parameters {
  private final Target target;

  Parameters(Target target) {
    this.target = target;
  }

  /** A name that has to be there. */
  String name(String parameter, int mostBytes) throws BadRequestException {
    String name = nameOrEmpty(parameter, mostBytes);
    if (name.isEmpty()) {
      throw new BadRequestException("no " + parameter + " is named");
    }
    return name;
  }

  String nameOrEmpty(String parameter, int mostBytes) throws BadRequestException {
    String name = target.parameter(parameter).orElse("");
    int bytes;
    try {
      bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
    } catch (CharacterCodingException e) {
      throw new BadRequestException(parameter + " is not a text");
    }
    if (bytes > mostBytes) {
      throw new BadRequestException(parameter + " is longer than " + mostBytes + " bytes");
    }
    return name;
  }

  <T> T choice(String parameter, Function<String, Optional<T>> known, T fallback)
      throws BadRequestException {
    Optional<String> text = target.parameter(parameter);
    if (text.isEmpty()) {
      return fallback;
    }
    Optional<T> found = known.apply(text.get());
    if (found.isEmpty()) {
      throw new BadRequestException("there is no %s '%s'".formatted(parameter, text.get()));
    }
    return found.get();
  }

  boolean flag(String parameter) throws BadRequestException {
    return choice(
        parameter,
        text ->
            switch (text) {
              case "1", "true" -> Optional.of(true);
              case "0", "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        false);
  }

  long number(String parameter, long least, long most, long fallback) throws BadRequestException {
    String text = target.parameter(parameter).orElse("");
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new BadRequestException(notWithin(parameter, text, least, most));
    }
    throw new BadRequestException(notWithin(parameter, text, least, most));
  }

  private static String notWithin(String parameter, String text, long least, long most) {
    return "%s is a number from %d to %d, found '%s'".formatted(parameter, least, most, text);
  }

  /** A whole number of seconds up to {@code most}, which it is, too, if none is given. */
  Duration seconds(String parameter, Duration most) throws BadRequestException {
    return target.parameter(parameter).isEmpty()
        ? most
        : Duration.ofSeconds(number(parameter, 0, most.toSeconds(), 0));
  }
}
