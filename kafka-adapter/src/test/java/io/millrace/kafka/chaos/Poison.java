package io.millrace.kafka.chaos;

import io.millrace.kafka.KafkaPayload;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.testkit.check.EventFile;
import io.millrace.testkit.check.LogEvent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the values that are no payload, if they come as they are, and notes them as handled; they
 * keep no order.
 */
final class Poison implements Pusher<byte[]> {
  private static final byte[] VALUE = {(byte) 0xff};

  private final String worker;
  private final EventFile events;
  private final AtomicInteger taken = new AtomicInteger();

  Poison(String worker, EventFile events) {
    this.worker = worker;
    this.events = events;
  }

  static byte[] value() {
    return VALUE.clone();
  }

  /** Bytes, but for those. */
  static KafkaPayload<byte[]> payload() {
    return new KafkaPayload<>() {
      @Override
      public byte[] decode(byte[] value) {
        if (Arrays.equals(value, VALUE)) {
          throw new IllegalArgumentException("planted poison");
        }
        return value;
      }

      @Override
      public byte[] encode(byte[] payload) {
        return payload;
      }
    };
  }

  int taken() {
    return taken.get();
  }

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public void push(List<Message<byte[]>> messages) {
    for (Message<byte[]> message : messages) {
      if (!Arrays.equals(message.payload(), VALUE)) {
        throw new IllegalArgumentException("changed on its way: " + message);
      }
      int partition = message.partition().index();
      String lane = "poison/" + partition + "/" + message.offset();
      String name = worker + "#poison";
      events.accept(new LogEvent.Begun(name, lane, partition, message.offset(), 1));
      events.accept(
          new LogEvent.Ended(name, lane, partition, message.offset(), 1, LogEvent.End.DONE));
      taken.incrementAndGet();
    }
  }
}
