package io.millrace.daemon.source;

import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Consumer;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.QueueConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages whose source found that they are not what it was told to read. A source cannot drop
 * them, since nothing is to be lost, so it marks them with a header, and {@link #guard} sends them
 * to the dead letters before the handler sees them.
 */
public final class InvalidMessages {
  /** The header that says what is wrong with the message. */
  public static final String HEADER = "millrace-invalid";

  private InvalidMessages() {}

  /** The headers of a message with which this is wrong. */
  public static Headers header(String problem) {
    return Headers.of(HEADER, problem);
  }

  /** The handler, shielded from marked messages: these are dead letters at once. */
  public static QueueConfig.Handler<byte[]> guard(QueueConfig.Handler<byte[]> handler) {
    if (handler instanceof QueueConfig.Single<byte[]> single) {
      return new QueueConfig.Single<>(() -> new GuardedConsumer(single.factory().create()));
    }
    QueueConfig.Batch<byte[]> batch = (QueueConfig.Batch<byte[]>) handler;
    return new QueueConfig.Batch<>(
        () -> new GuardedBatch(batch.factory().create()), batch.maxBatch());
  }

  private static Optional<Outcome> refusal(Message<byte[]> message) {
    // Most messages carry no headers at all: no allocation for those.
    return message.headers().isEmpty()
        ? Optional.empty()
        : message.headers().get(HEADER).map(Outcome::deadLetter);
  }

  private record GuardedConsumer(Consumer<byte[]> consumer) implements Consumer<byte[]> {
    @Override
    public Outcome consume(Message<byte[]> message) throws Exception {
      Optional<Outcome> refusal = refusal(message);
      return refusal.isPresent() ? refusal.get() : consumer.consume(message);
    }

    @Override
    public void onEvent(Object event) {
      consumer.onEvent(event);
    }

    @Override
    public void close() throws Exception {
      consumer.close();
    }
  }

  private record GuardedBatch(BatchConsumer<byte[]> consumer) implements BatchConsumer<byte[]> {
    @Override
    public List<Outcome> consume(List<Message<byte[]>> messages) throws Exception {
      List<Message<byte[]>> valid = new ArrayList<>(messages.size());
      for (Message<byte[]> message : messages) {
        if (refusal(message).isEmpty()) {
          valid.add(message);
        }
      }
      if (valid.size() == messages.size()) {
        return consumer.consume(messages);
      }
      List<Outcome> handled = valid.isEmpty() ? List.of() : consumer.consume(valid);
      if (handled.size() != valid.size()) {
        return handled;
      }
      List<Outcome> outcomes = new ArrayList<>(messages.size());
      int next = 0;
      for (Message<byte[]> message : messages) {
        Optional<Outcome> refusal = refusal(message);
        outcomes.add(refusal.isPresent() ? refusal.get() : handled.get(next++));
      }
      return outcomes;
    }

    @Override
    public boolean isAtomic() {
      return consumer.isAtomic();
    }

    @Override
    public void onEvent(Object event) {
      consumer.onEvent(event);
    }

    @Override
    public void close() throws Exception {
      consumer.close();
    }
  }
}
