package io.millrace.daemon.sink;

import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An adapter's pusher that is made for the first to ask: a configuration that is only checked
 * leaves no connections and no meters.
 *
 * <p><b>Threads:</b> any.
 */
public final class LatePusher<P extends Pusher<byte[]>> {
  private final Supplier<P> maker;
  private volatile @Nullable P made;

  /**
   * @param maker called once, and again only after a {@link #close}
   */
  public LatePusher(Supplier<P> maker) {
    this.maker = maker;
  }

  /** The same for all. */
  public synchronized P get() {
    P current = made;
    if (current == null) {
      current = maker.get();
      made = current;
    }
    return current;
  }

  /** Empty before somebody has asked for it. */
  public Optional<P> made() {
    return Optional.ofNullable(made);
  }

  /** Closes it, if it was made. */
  public synchronized void close() throws Exception {
    P closing = made;
    made = null;
    if (closing != null) {
      closing.close();
    }
  }
}
