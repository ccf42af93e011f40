package io.millrace.daemon.source.line;

import io.millrace.daemon.spi.Options;
import io.millrace.queue.Message;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the key of a message in its payload or headers, as the option {@code key} says: {@code
 * header}, or one of {@code json}, {@code field} and {@code regex}, as for lines.
 *
 * <p><b>Threads:</b> any.
 */
public final class ContentKey implements Function<Message<byte[]>, Optional<String>> {
  private final Function<Message<byte[]>, Optional<String>> finding;

  private ContentKey(Function<Message<byte[]>, Optional<String>> finding) {
    this.finding = finding;
  }

  /** Reads the options; empty when none is there. */
  public static Optional<ContentKey> from(Options options) {
    Options key = options.options("key");
    Optional<String> header = key.optionalText("header");
    KeyOptions of = KeyOptions.from(key);
    if (header.isPresent() && of.isGiven()) {
      throw key.error("header", "a key is found by one of header, json, field and regex");
    }
    if (header.isPresent()) {
      String name = header.get();
      return Optional.of(new ContentKey(message -> message.headers().get(name)));
    }
    return of.isGiven() ? Optional.of(new ContentKey(inPayload(of))) : Optional.empty();
  }

  private static Function<Message<byte[]>, Optional<String>> inPayload(KeyOptions of) {
    if (of.regex().isPresent()) {
      Pattern pattern = of.regex().get();
      // A matcher belongs to one thread; this to many.
      return message -> find(new RegexKey(pattern), message);
    }
    LineKey key =
        of.json().isPresent()
            ? new JsonKey(of.json().get())
            : new ColumnKey(of.column().orElseThrow(), of.separator());
    return message -> find(key, message);
  }

  private static Optional<String> find(LineKey key, Message<byte[]> message) {
    return Optional.ofNullable(key.of(message.payload(), 0, message.payload().length));
  }

  @Override
  public Optional<String> apply(Message<byte[]> message) {
    return finding.apply(message);
  }
}
