package io.millrace.daemon.source.memory;

import io.millrace.daemon.spi.Options;
import io.millrace.daemon.spi.PipelineContext;
import io.millrace.daemon.spi.Source;
import io.millrace.daemon.spi.SourceType;

/**
 * {@code source: {memory: {count, size, keys, rate, seed}}}: {@code count} messages (0: without
 * end) of {@code size} bytes, numbered in their text, with one of {@code keys} keys (0: none), at
 * {@code rate} messages a second (0: as fast as they go).
 */
public final class MemorySourceType implements SourceType {
  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Source configure(Options options, PipelineContext context) {
    return new MemorySource(
        options.size("count", 1_000_000, 0, Long.MAX_VALUE),
        (int) options.size("size", 100, 0, 64 << 20),
        options.integer("keys", 0, 0, Integer.MAX_VALUE),
        options.integer("rate", 0, 0, Integer.MAX_VALUE),
        options.integer("seed", 0, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
