package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.Exclusive;
import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.Sink;
import io.millrace.queue.QueueConfig;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A sink at the end of a pipeline, in the place of a handler. */
final class SinkHandler implements Handler {
  private final Sink sink;
  private final String pipeline;
  private final SinkPace pace = new SinkPace();

  SinkHandler(Sink sink, String pipeline) {
    this.sink = sink;
    this.pipeline = pipeline;
  }

  @Override
  public String description() {
    return sink.description();
  }

  @Override
  public QueueConfig.Handler<byte[]> consumers() {
    return sink.consumers().orElseGet(this::pushing);
  }

  private QueueConfig.Handler<byte[]> pushing() {
    return new QueueConfig.Batch<>(
        () -> new SinkConsumer(sink.pusher(), pace, pipeline), sink.maxBatch());
  }

  @Override
  public Optional<Exclusive> exclusive() {
    return sink.exclusive();
  }

  @Override
  public void stopping() {
    pace.end();
  }

  @Override
  public CompletionStage<String> gone() {
    return sink.gone();
  }

  @Override
  public Optional<String> notReady() {
    return sink.notReady();
  }

  @Override
  public void close() throws Exception {
    sink.close();
  }
}
