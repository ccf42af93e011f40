package io.millrace.daemon.source.http;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {http: {host, port, path, max-body, key-header, key-query, token, wait, ...}}}.
 */
public final class HttpSourceType implements SourceType {
  @Override
  public String name() {
    return "http";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    return new HttpSource(HttpSourceSettings.from(options), context.pipeline());
  }
}
