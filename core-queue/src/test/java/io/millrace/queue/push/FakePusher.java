package io.millrace.queue.push;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that can be down, or refuse certain payloads. Counts how often it was asked. */
final class FakePusher implements Pusher<String> {
  private final String name;
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean isDown;
  private volatile Set<String> refused = Set.of();
  private volatile boolean isClosed;

  FakePusher(String name) {
    this.name = name;
  }

  static List<Message<String>> messages(String... payloads) {
    return List.of(payloads).stream().map(Message::of).toList();
  }

  static Message<String> keyed(String key, String payload) {
    return Message.builder(payload).key(key).build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void push(List<Message<String>> messages) throws Exception {
    calls.incrementAndGet();
    if (isDown) {
      throw new IOException(name + " is down");
    }
    BitSet failed = new BitSet();
    for (int i = 0; i < messages.size(); i++) {
      String payload = messages.get(i).payload();
      if (refused.contains(payload)) {
        failed.set(i);
      } else {
        taken.add(payload);
      }
    }
    if (!failed.isEmpty()) {
      throw new PushException(name + " refused some", failed, new IOException("refused"));
    }
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    if (isDown) {
      throw new IOException(name + " does not close");
    }
  }

  FakePusher down() {
    isDown = true;
    return this;
  }

  FakePusher up() {
    isDown = false;
    return this;
  }

  FakePusher refusing(String... payloads) {
    refused = Set.of(payloads);
    return this;
  }

  List<String> taken() {
    return taken;
  }

  int calls() {
    return calls.get();
  }

  boolean isClosed() {
    return isClosed;
  }
}
