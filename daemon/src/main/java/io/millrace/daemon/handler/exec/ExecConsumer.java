package io.millrace.daemon.handler.exec;

import io.millrace.queue.Consumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to a child process. A child that ends, breaks the protocol or is interrupted at
 * its work is replaced, after a pause that grows while children fail without having handled
 * anything; its message is a failed attempt.
 */
final class ExecConsumer implements Consumer<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(ExecConsumer.class);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final long CLOSE_MILLIS = 5_000;

  private final ChildCommand command;
  private @Nullable Child child;

  /** How long to wait before the next start; 0 after a child that has handled messages. */
  private long pauseMillis;

  ExecConsumer(ChildCommand command) {
    this.command = command;
  }

  @Override
  public Outcome consume(Message<byte[]> message) throws InterruptedException {
    byte[] payload = message.payload();
    for (byte b : payload) {
      if (b == '\n') {
        return Outcome.deadLetter(
            "the payload holds a line end, which exec cannot pass on: it asks line by line");
      }
    }
    try {
      String answer = running().ask(payload);
      Outcome outcome = outcome(answer);
      pauseMillis = 0;
      return outcome;
    } catch (IOException | Child.ChildException e) {
      LOG.warn("pipeline {}: {}: {}", command.pipeline(), command.command().get(0), e.getMessage());
      abandon();
      return Outcome.retry(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      abandon();
      pauseMillis = 0;
      throw e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    if (child != null) {
      child.close(CLOSE_MILLIS);
      child = null;
    }
  }

  private Child running() throws IOException, InterruptedException {
    Child current = child;
    if (current == null) {
      TimeUnit.MILLISECONDS.sleep(pauseMillis);
      current = command.start();
      child = current;
    }
    return current;
  }

  private void abandon() {
    if (child != null) {
      child.kill();
      child = null;
    }
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, 2 * pauseMillis));
  }

  private static Outcome outcome(String answer) throws Child.ChildException {
    int space = answer.indexOf(' ');
    String word = space < 0 ? answer : answer.substring(0, space);
    String reason = space < 0 ? "the child said " + word : answer.substring(space + 1);
    return switch (word) {
      case "ok" -> Outcome.ack();
      case "retry", "error" -> Outcome.retry(reason);
      case "reject" -> Outcome.reject(reason);
      case "dead" -> Outcome.deadLetter(reason);
      default ->
          throw new Child.ChildException(
              "the child answered other than ok, retry, error, reject or dead, with a line of "
                  + answer.length()
                  + " characters");
    };
  }
}
