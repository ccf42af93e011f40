package io.millrace.daemon.sink.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes messages to the log, long ones cut short, control characters replaced so that a message is
 * one line.
 */
final class LogSink implements Sink, Pusher<byte[]> {
  private final Logger log;
  private final Level level;
  private final int maxLength;

  LogSink(Logger log, Level level, int maxLength) {
    this.log = log;
    this.level = level;
    this.maxLength = maxLength;
  }

  @Override
  public String description() {
    return name();
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Pusher<byte[]> pusher() {
    return this;
  }

  @Override
  public void push(List<Message<byte[]>> messages) {
    for (Message<byte[]> message : messages) {
      log.atLevel(level).log("{} {}: {}", message, message.headers(), shown(message.payload()));
    }
  }

  @Override
  public void close() {
    // The log is not ours to close.
  }

  private String shown(byte[] payload) {
    String text =
        new String(payload, 0, Math.min(payload.length, maxLength), UTF_8)
            .replaceAll("\\p{Cntrl}", ".");
    return payload.length <= maxLength ? text : text + "... (" + payload.length + " bytes)";
  }
}
