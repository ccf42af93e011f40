package io.millrace.daemon.source.file;

import static io.millrace.daemon.fixture.Fixtures.context;

import io.millrace.daemon.fixture.HandFetch;
import io.millrace.daemon.fixture.MapOptions;
import io.millrace.daemon.spi.Source;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Files of one directory, and sources that read them. */
record SourceFiles(Path directory) {
  Source source(Object... options) throws IOException {
    return new FileSourceType().configure(MapOptions.of(options), context(directory));
  }

  List<Message<byte[]>> readAll(Object... options) throws Exception {
    try (Source source = source(options);
        Producer<byte[]> producer = source.producers().create(0)) {
      return HandFetch.toEnd(producer);
    }
  }

  void ackAll(Object... options) throws Exception {
    try (Source source = source(options);
        Producer<byte[]> producer = source.producers().create(0)) {
      HandFetch.ack(producer, HandFetch.toEnd(producer));
    }
  }

  /** Of all messages; {@code none} for one without. */
  List<String> keys(Object... options) throws Exception {
    return readAll(options).stream().map(message -> message.key().orElse("none")).toList();
  }

  void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  void append(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content, StandardOpenOption.APPEND);
  }
}
