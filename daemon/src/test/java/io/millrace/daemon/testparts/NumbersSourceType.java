package io.millrace.daemon.testparts;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code test-numbers}: the numbers from 0, {@code count} of them, then the end, or none ever with
 * {@code endless}.
 */
public final class NumbersSourceType implements SourceType {
  private static final Map<String, AtomicLong> OPENED = new ConcurrentHashMap<>();
  private static final Map<String, AtomicLong> CLOSED = new ConcurrentHashMap<>();

  /** How often producers of a pipeline's sources were made. */
  public static long opened(String pipeline) {
    return OPENED.computeIfAbsent(pipeline, name -> new AtomicLong()).get();
  }

  /** How often sources of a pipeline were closed. */
  public static long closed(String pipeline) {
    return CLOSED.computeIfAbsent(pipeline, name -> new AtomicLong()).get();
  }

  @Override
  public String name() {
    return "test-numbers";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    int count = options.integer("count", 10, 0, 10_000_000);
    boolean isEndless = options.flag("endless", false);
    boolean isDown = options.flag("down", false);
    return new Numbers(context.pipeline(), count, isEndless, isDown);
  }

  private record Numbers(
      String pipeline, AtomicLong next, int count, boolean isEndless, boolean isDown)
      implements Source {
    private Numbers(String pipeline, int count, boolean isEndless, boolean isDown) {
      this(pipeline, new AtomicLong(), count, isEndless, isDown);
    }

    @Override
    public String description() {
      return count + " numbers";
    }

    @Override
    public ProducerFactory<byte[]> producers() {
      return index -> {
        if (isDown) {
          throw new IllegalStateException("the backend is down");
        }
        OPENED.computeIfAbsent(pipeline, name -> new AtomicLong()).incrementAndGet();
        return new Counting();
      };
    }

    @Override
    public Optional<Progress> progress() {
      return Optional.of(new Progress(Math.min(count, next.get()), count, "numbers"));
    }

    @Override
    public Optional<String> notReady() {
      return isDown ? Optional.of("the backend is down") : Optional.empty();
    }

    @Override
    public void close() {
      CLOSED.computeIfAbsent(pipeline, name -> new AtomicLong()).incrementAndGet();
    }

    private final class Counting implements Producer<byte[]> {
      @Override
      public FetchResult fetch(Fetch<byte[]> fetch) {
        while (fetch.count() < fetch.messageLimit()) {
          long number = next.getAndIncrement();
          if (number >= count) {
            return isEndless ? FetchResult.IDLE : FetchResult.END;
          }
          fetch.add(
              Message.builder(Long.toString(number).getBytes(StandardCharsets.UTF_8))
                  .sizeBytes(8)
                  .build());
        }
        return FetchResult.MORE;
      }

      @Override
      public void settle(List<Settlement<byte[]>> settlements) {}
    }
  }
}
