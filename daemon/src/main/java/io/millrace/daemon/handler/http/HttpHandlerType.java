package io.millrace.daemon.handler.http;

import io.millrace.daemon.http.HttpTarget;
import io.millrace.daemon.spi.Handler;
import io.millrace.daemon.spi.HandlerType;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.QueueConfig;

/** {@code handler: {http: {url, timeout, headers, content-type, token}}}. */
public final class HttpHandlerType implements HandlerType {
  @Override
  public String name() {
    return "http";
  }

  @Override
  public Handler configure(Options options, PipelineContext context) {
    return new HttpHandler(HttpTarget.from(options));
  }

  private record HttpHandler(HttpTarget target) implements Handler {
    @Override
    public String description() {
      return "http " + target.place();
    }

    @Override
    public QueueConfig.Handler<byte[]> consumers() {
      return new QueueConfig.Single<>(ConsumerFactory.shared(target::post));
    }
  }
}
