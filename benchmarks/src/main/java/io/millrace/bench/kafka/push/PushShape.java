package io.millrace.bench.kafka.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many threads push how many messages at once. */
record PushShape(int threads, int batch) {
  private static final int KEYS = 10_000;
  private static final int SIZE_BYTES = 100;

  /** Lets all threads push for a time; messages a second. */
  double rate(Pusher<byte[]> pusher, Duration time) throws Exception {
    List<Message<byte[]>> messages = messages();
    ExecutorService pushing = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Future<Long>> pushed = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        pushed.add(pushing.submit(() -> pushUntil(end, pusher, messages)));
      }
      long count = 0;
      for (Future<Long> each : pushed) {
        count += each.get();
      }
      return count * 1e9 / (System.nanoTime() - start);
    } finally {
      pushing.shutdownNow();
    }
  }

  private static long pushUntil(
      long endNanos, Pusher<byte[]> pusher, List<Message<byte[]>> messages) throws Exception {
    long count = 0;
    while (System.nanoTime() - endNanos < 0) {
      pusher.push(messages);
      count += messages.size();
    }
    return count;
  }

  /** JSON, with keys. */
  private List<Message<byte[]>> messages() {
    List<Message<byte[]>> messages = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      String head =
          "{\"id\":%d,\"customer\":%d,\"note\":\"".formatted(1_000_000 + i, i * 7919 % KEYS);
      String json = head + "x".repeat(SIZE_BYTES - head.length() - 2) + "\"}";
      messages.add(Message.builder(json.getBytes(UTF_8)).key("k" + i * 7919 % KEYS).build());
    }
    return messages;
  }

  @Override
  public String toString() {
    return threads + " x " + batch;
  }
}
