package io.millrace.daemon.source.file;

import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads files to their end, one after the other. */
final class FileProducer implements Producer<byte[]> {
  private final FileClaims claims;
  private final FileSourceSettings settings;
  private final LineDecoder decoder;

  private @Nullable FileCursor current;

  private final EndedFiles ended;

  FileProducer(FileClaims claims, FileSourceSettings settings) {
    this.claims = claims;
    this.settings = settings;
    ended = new EndedFiles(settings.positionInterval());
    decoder = settings.format().newDecoder();
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) throws Exception {
    keepPositions();
    if (fetch.messageLimit() == 0) {
      return FetchResult.MORE;
    }
    while (true) {
      FileCursor file = current;
      if (file == null) {
        file = claims.claim();
      }
      current = file;
      if (file == null) {
        return idle(fetch);
      }
      if (file.read(fetch, decoder) == FileCursor.Read.FULL) {
        return FetchResult.MORE;
      }
      file.readRest(fetch, decoder);
      current = null;
      ended.add(file);
      claims.ended(file);
      if (fetch.count() == fetch.messageLimit()) {
        return FetchResult.MORE;
      }
    }
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) throws IOException {
    FileCursor.settle(settlements);
    keepPositions();
  }

  @Override
  public void wakeup() {
    claims.wakeup();
  }

  @Override
  public long lag() {
    return current == null ? 0 : current.estimatedRest();
  }

  @Override
  public void close() throws IOException {
    try (Closing closing = new Closing()) {
      ended.closeBy(closing);
      if (current != null) {
        current.syncPosition();
        claims.release(current);
      }
    }
  }

  private FetchResult idle(Fetch<byte[]> fetch) throws InterruptedException {
    if (claims.isExhausted()) {
      return FetchResult.END;
    }
    if (fetch.count() == 0) {
      // Another producer may give back what it has not read.
      claims.await(fetch.maxWait());
    }
    return claims.isExhausted() ? FetchResult.END : FetchResult.IDLE;
  }

  private void keepPositions() throws IOException {
    if (current != null) {
      current.keepPosition(settings.positionInterval());
    }
    ended.keepPositions();
  }
}
