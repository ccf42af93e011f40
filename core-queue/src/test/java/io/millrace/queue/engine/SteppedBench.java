package io.millrace.queue.engine;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import io.millrace.queue.QueueBuilder;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose turns a test gives one by one, also in the midst of a handler call, with one source
 * in memory.
 */
final class SteppedBench {
  final List<Settlement<String>> settled = new ArrayList<>();

  private final Deque<Message<String>> waiting = new ArrayDeque<>();
  private final SourcePartition partition = new SourcePartition("source", 0);
  private final SteppedQueue<String> stepped;
  private boolean isRevoking;
  private long nanos;

  SteppedBench(UnaryOperator<QueueBuilder<String>> settings) {
    this(1, settings);
  }

  SteppedBench(int callsPerTurn, UnaryOperator<QueueBuilder<String>> settings) {
    QueueBuilder<String> builder =
        Queue.<String>builder("stepped").producers(1, index -> new Source());
    stepped =
        new SteppedQueue<>(
            settings.apply(builder).toConfig(), new Clock(), new SplittableRandom(0), callsPerTurn);
    stepped.queue().start();
  }

  Queue<String> queue() {
    return stepped.queue();
  }

  void publish(@Nullable String key, String... payloads) {
    for (String payload : payloads) {
      waiting.add(Message.builder(payload).key(key).position(partition, 0).build());
    }
  }

  /** Takes the partition away with the next fetch. */
  void revoke() {
    isRevoking = true;
  }

  void requestStop(Duration deadline) {
    stepped.requestStop(deadline);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** A turn for the loop of this name. */
  void turn(String name) {
    List<Loop> loops = stepped.loops();
    for (int i = 0; i < loops.size(); i++) {
      if (loops.get(i).name().equals("millrace-stepped-" + name)) {
        stepped.turn(i);
        return;
      }
    }
    throw new AssertionError(
        "no loop " + name + " among " + loops.stream().map(Loop::name).toList());
  }

  /** So many turns for every loop, in turns. */
  void turns(int rounds) {
    for (int i = 0; i < rounds; i++) {
      for (Loop loop : stepped.loops()) {
        int index = stepped.loops().indexOf(loop);
        if (index >= 0) {
          stepped.turn(index);
        }
      }
    }
  }

  List<Settlement.Kind> kinds() {
    return settled.stream().map(Settlement::kind).toList();
  }

  private final class Clock implements EngineTime {
    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public long currentTimeMillis() {
      return nanos / 1_000_000;
    }
  }

  private final class Source implements Producer<String> {
    @Override
    public FetchResult fetch(Fetch<String> fetch) {
      if (isRevoking) {
        isRevoking = false;
        fetch.revoke(partition);
      }
      while (fetch.count() < fetch.messageLimit() && !waiting.isEmpty()) {
        fetch.add(waiting.remove());
      }
      return FetchResult.MORE;
    }

    @Override
    public void settle(List<Settlement<String>> settlements) {
      settled.addAll(settlements);
    }
  }
}
