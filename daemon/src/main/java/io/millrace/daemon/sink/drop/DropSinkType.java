package io.millrace.daemon.sink.drop;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;
import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import java.util.List;

/** {@code sink: {drop: {}}}, for measurements. */
public final class DropSinkType implements SinkType {
  @Override
  public String name() {
    return "drop";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    return new DropSink();
  }

  private static final class DropSink implements Sink, Pusher<byte[]> {
    @Override
    public String description() {
      return "drop";
    }

    @Override
    public String name() {
      return "drop";
    }

    @Override
    public Pusher<byte[]> pusher() {
      return this;
    }

    @Override
    public void push(List<Message<byte[]>> messages) {
      // Taken, and not kept.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
