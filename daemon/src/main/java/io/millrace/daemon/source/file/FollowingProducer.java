package io.millrace.daemon.source.file;

import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files and comes back to their ends for more, through rotation by renaming and by
 * truncating. Never ends.
 */
final class FollowingProducer implements Producer<byte[]> {
  private final FileClaims claims;
  private final FileSourceSettings settings;
  private final LineDecoder decoder;
  private final List<FollowedFile> files = new ArrayList<>();

  private final EndedFiles ended;

  /** Which file comes first, so that a busy one does not keep the others waiting. */
  private int turn;

  FollowingProducer(FileClaims claims, FileSourceSettings settings) {
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
    // One a call, so that the files spread over the producers.
    FileCursor claimed = claims.claim();
    if (claimed != null) {
      files.add(new FollowedFile(claimed, claims, settings.rotateWait(), ended::add));
    }
    for (int left = files.size(); left > 0 && fetch.count() < fetch.messageLimit(); left--) {
      int next = turn++ % files.size();
      if (!files.get(next).read(fetch, decoder)) {
        files.remove(next);
      }
    }
    return fetch.count() > 0 || claimed != null ? FetchResult.MORE : FetchResult.IDLE;
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) throws IOException {
    FileCursor.settle(settlements);
    keepPositions();
  }

  @Override
  public long lag() {
    long lag = 0;
    for (FollowedFile file : files) {
      for (FileCursor cursor : file.cursors()) {
        lag += cursor.estimatedRest();
      }
    }
    return lag;
  }

  @Override
  public void close() throws IOException {
    try (Closing closing = new Closing()) {
      ended.closeBy(closing);
      for (FollowedFile file : files) {
        for (FileCursor cursor : file.cursors()) {
          cursor.syncPosition();
          claims.release(cursor);
        }
      }
    }
  }

  private void keepPositions() throws IOException {
    for (FollowedFile file : files) {
      for (FileCursor cursor : file.cursors()) {
        cursor.keepPosition(settings.positionInterval());
      }
    }
    ended.keepPositions();
  }
}
