package io.millrace.daemon.testparts;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code test-gather}: keeps what is pushed under the name {@code into}, or the pipeline's. */
public final class GatherSinkType implements SinkType {
  private static final Map<String, List<String>> GATHERED = new ConcurrentHashMap<>();

  /** The payloads pushed under a name. */
  public static List<String> gathered(String name) {
    return GATHERED.computeIfAbsent(name, unused -> new CopyOnWriteArrayList<>());
  }

  @Override
  public String name() {
    return "test-gather";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    String into = options.text("into", context.pipeline());
    return new Sink() {
      @Override
      public String description() {
        return "list " + into;
      }

      @Override
      public Pusher<byte[]> pusher() {
        return new Gathering(into);
      }
    };
  }

  private record Gathering(String name) implements Pusher<byte[]> {
    @Override
    public void push(List<Message<byte[]>> messages) {
      gathered(name)
          .addAll(
              messages.stream()
                  .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                  .toList());
    }
  }
}
