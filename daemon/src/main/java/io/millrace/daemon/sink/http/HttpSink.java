package io.millrace.daemon.sink.http;

import io.millrace.daemon.http.HttpTarget;
import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Posts messages one by one, or a batch as NDJSON. Of messages posted one by one, those behind one
 * that the target could not take just now are not posted.
 *
 * <p>A pusher has no dead letters of its own: an answer that will not change, such as 400, is a
 * failure like any other here, and what pushes decides how often to try. The {@code http} handler
 * tells the two apart.
 */
final class HttpSink implements Sink, Pusher<byte[]> {
  private final HttpTarget target;
  private final boolean batch;
  private final RecordFormat format;
  private final int maxBatch;

  HttpSink(HttpTarget target, boolean batch, RecordFormat format, int maxBatch) {
    this.target = target;
    this.batch = batch;
    this.format = format;
    this.maxBatch = maxBatch;
  }

  @Override
  public String description() {
    return name();
  }

  @Override
  public String name() {
    return "http " + target.place();
  }

  @Override
  public Pusher<byte[]> pusher() {
    return this;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public void push(List<Message<byte[]>> messages) throws PushException, InterruptedException {
    BitSet failed = new BitSet();
    Optional<String> reason = Optional.empty();
    if (batch) {
      reason = failure(target.post(lines(messages), "application/x-ndjson"));
      failed.set(0, messages.size(), reason.isPresent());
    } else {
      for (int i = 0; i < messages.size(); i++) {
        Message<byte[]> message = messages.get(i);
        Message<byte[]> posted = message.withPayload(format.encode(message), message.sizeBytes());
        Outcome outcome = target.post(posted);
        Optional<String> failure = failure(outcome);
        failed.set(i, failure.isPresent());
        reason = failure.isPresent() ? failure : reason;
        if (outcome instanceof Outcome.Retry) {
          // The target is down or busy: those that follow would wait for the same, one timeout
          // after the other, and must not overtake this one.
          failed.set(i, messages.size());
          break;
        }
      }
    }
    if (reason.isPresent()) {
      throw new PushException(reason.get(), failed, new IOException(reason.get()));
    }
  }

  @Override
  public void close() {
    // The client keeps no connection that needs closing.
  }

  private byte[] lines(List<Message<byte[]>> messages) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Message<byte[]> message : messages) {
      lines.writeBytes(format.encode(message));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static Optional<String> failure(Outcome outcome) {
    return outcome.match(
        new Outcome.Cases<>() {
          @Override
          public Optional<String> ack(Outcome.Ack ack) {
            return Optional.empty();
          }

          @Override
          public Optional<String> retry(Outcome.Retry retry) {
            return Optional.of(retry.reason());
          }

          @Override
          public Optional<String> reject(Outcome.Reject reject) {
            return Optional.of(reject.reason());
          }

          @Override
          public Optional<String> deadLetter(Outcome.DeadLetter deadLetter) {
            return Optional.of(deadLetter.reason());
          }
        });
  }
}
