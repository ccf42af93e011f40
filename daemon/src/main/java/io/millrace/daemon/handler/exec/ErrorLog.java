package io.millrace.daemon.handler.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.daemon.source.line.LineReader;
import io.millrace.daemon.spi.Count;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a child prints to standard error into the log, so many lines a second and no more.
 */
final class ErrorLog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("millrace.exec");
  private static final int LINES_A_SECOND = 10;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final InputStream errors;
  private final String pipeline;
  private final long pid;
  private long secondBegun = System.nanoTime();
  private int lines;

  ErrorLog(InputStream errors, String pipeline, long pid) {
    this.errors = errors;
    this.pipeline = pipeline;
    this.pid = pid;
  }

  @Override
  public void run() {
    LineReader reader = new LineReader(Channels.newChannel(errors), 0, LONGEST_LINE);
    try {
      LineReader.Read read = reader.read();
      while (read != LineReader.Read.NOTHING) {
        log(reader, read);
        read = reader.read();
      }
      read = reader.readRest();
      if (read != LineReader.Read.NOTHING) {
        log(reader, read);
      }
    } catch (IOException e) {
      // A child that is killed closes its end at any time.
      LOG.debug("pipeline {}: child {}: standard error closed: {}", pipeline, pid, e.getMessage());
    }
  }

  private void log(LineReader reader, LineReader.Read read) {
    long now = System.nanoTime();
    if (now - secondBegun >= SECOND_NANOS) {
      if (lines > LINES_A_SECOND) {
        LOG.warn(
            "pipeline {}: child {}: {} more on standard error",
            pipeline,
            pid,
            Count.of(lines - LINES_A_SECOND, "line"));
      }
      secondBegun = now;
      lines = 0;
    }
    if (++lines <= LINES_A_SECOND) {
      String text =
          read == LineReader.Read.LINE
              ? new String(reader.buffer(), reader.lineStart(), reader.lineLength(), UTF_8)
              : "(a line of more than " + LONGEST_LINE + " bytes)";
      LOG.warn("pipeline {}: child {}: {}", pipeline, pid, text);
    }
  }
}
