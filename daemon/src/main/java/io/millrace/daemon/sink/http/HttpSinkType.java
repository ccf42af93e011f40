package io.millrace.daemon.sink.http;

import io.millrace.daemon.http.HttpTarget;
import io.millrace.daemon.sink.record.RecordFormat;
import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Sink;
import io.millrace.daemon.spi.SinkType;

/** {@code sink: {http: {url, timeout, headers, content-type, token, batch, format, max-batch}}}. */
public final class HttpSinkType implements SinkType {
  @Override
  public String name() {
    return "http";
  }

  @Override
  public Sink configure(Options options, PipelineContext context) {
    return new HttpSink(
        HttpTarget.from(options),
        options.flag("batch", false),
        options.choice("format", RecordFormat.class, RecordFormat.LINES),
        options.integer("max-batch", 512, 1, 100_000));
  }
}
