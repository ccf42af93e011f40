package io.millrace.daemon.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes events to a {@link StatusLine}, folding the repeated ones. */
final class LineAppender extends AppenderBase<ILoggingEvent> {
  private final Layout<ILoggingEvent> layout;
  private final Folding folding;
  private final StatusLine lines;

  LineAppender(Layout<ILoggingEvent> layout, Folding folding, StatusLine lines) {
    this.layout = layout;
    this.folding = folding;
    this.lines = lines;
  }

  /** Called under the base class's lock, one event at a time. */
  @Override
  protected void append(ILoggingEvent event) {
    if (folding.admits(event)) {
      write(event);
    }
  }

  /** Writes how often events were folded whose window is over. */
  synchronized void writeDue() {
    folding.due().forEach(this::write);
  }

  /** Writes how often events were folded since they were last written. */
  synchronized void writeAll() {
    folding.all().forEach(this::write);
  }

  private void write(ILoggingEvent event) {
    Optional.ofNullable(layout.doLayout(event))
        .ifPresent(line -> lines.print(line.getBytes(StandardCharsets.UTF_8)));
  }
}
