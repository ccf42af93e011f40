package io.millrace.daemon.source.stdin;

import io.millrace.daemon.source.SkippedLines;
import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.daemon.source.line.LineFormat;
import io.millrace.daemon.source.line.LineReader;
import io.millrace.daemon.spi.Count;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts a stream into lines. A thread of its own waits for the stream, so that a stop need not. */
final class StreamProducer implements Producer<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(StreamProducer.class);

  private final StreamChannel channel;
  private final LineReader reader;
  private final LineDecoder decoder;
  private final int maxLine;
  private final SkippedLines skipped;
  private final SourcePartition partition = new SourcePartition("stdin", 0);

  StreamProducer(InputStream stream, LineFormat format, SkippedLines skipped) {
    this.skipped = skipped;
    channel = new StreamChannel(stream);
    maxLine = format.maxLine();
    reader = new LineReader(channel, 0, maxLine);
    decoder = format.newDecoder();
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws IOException, InterruptedException {
    if (fetch.messageLimit() == 0) {
      return FetchResult.MORE;
    }
    int before = fetch.count();
    long bytes = 0;
    channel.await(fetch.maxWait());
    while (fetch.count() < fetch.messageLimit() && bytes < fetch.byteLimit()) {
      LineReader.Read read = reader.read();
      if (read == LineReader.Read.NOTHING) {
        if (!channel.isEnded()) {
          return fetch.count() > before ? FetchResult.MORE : FetchResult.IDLE;
        }
        read = reader.readRest();
        if (read == LineReader.Read.NOTHING) {
          return FetchResult.END;
        }
      }
      bytes += add(fetch, read);
    }
    return FetchResult.MORE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    // A stream cannot be told what became of its lines, nor take them back.
    long returned = settlements.stream().filter(s -> !s.kind().isFinished()).count();
    if (returned > 0) {
      LOG.warn(
          "stdin: read but not handled, and a stream cannot be read again: {}",
          Count.of(returned, "line"));
    }
  }

  @Override
  public void wakeup() {
    channel.wakeup();
  }

  @Override
  public void close() {
    channel.close();
  }

  private int add(Fetch<byte[]> fetch, LineReader.Read read) {
    if (read == LineReader.Read.TOO_LONG) {
      skipped.report("stdin", reader.start(), reader.end() - reader.start(), maxLine);
      return 0;
    }
    Message<byte[]> message = decoder.decode(reader, partition, null);
    if (message == null) {
      return 0;
    }
    fetch.add(message);
    return message.sizeBytes();
  }
}
