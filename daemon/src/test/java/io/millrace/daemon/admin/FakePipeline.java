package io.millrace.daemon.admin;

import io.millrace.daemon.pipeline.PipelineView;
import io.millrace.daemon.spi.Source;
import java.time.Duration;
import java.util.Optional;

/** A pipeline around a {@link FakeQueue}. */
public final class FakePipeline implements PipelineView {
  private final FakeQueue queue;
  public volatile Optional<String> notReady = Optional.empty();
  public volatile Optional<Source.Progress> progress = Optional.empty();
  public volatile Optional<Duration> handlerTimeLimit = Optional.empty();
  public volatile String source = "file /var/log/dpkg.log";
  public volatile String handler = "file /tmp/out.log";

  public FakePipeline(String name) {
    queue = new FakeQueue(name);
  }

  @Override
  public String name() {
    return queue.name();
  }

  @Override
  public String sourceDescription() {
    return source;
  }

  @Override
  public String handlerDescription() {
    return handler;
  }

  @Override
  public String deadLetterDescription() {
    return "kept and tried again for ever";
  }

  @Override
  public FakeQueue queue() {
    return queue;
  }

  @Override
  public Optional<Duration> handlerTimeLimit() {
    return handlerTimeLimit;
  }

  @Override
  public Optional<Source.Progress> progress() {
    return progress;
  }

  @Override
  public Optional<String> notReady() {
    return notReady;
  }
}
