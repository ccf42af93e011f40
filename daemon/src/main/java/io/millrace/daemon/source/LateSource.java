package io.millrace.daemon.source;

import io.millrace.queue.Producer;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An adapter's source that is made with the first producer: by then it is known where its dead
 * letters go, and a configuration that is only checked leaves no connections and no meters.
 *
 * <p><b>Threads:</b> any.
 */
public final class LateSource<S extends ProducerFactory<byte[]>>
    implements ProducerFactory<byte[]> {
  private final Function<Optional<Pusher<byte[]>>, S> maker;

  /** Told before the first producer is made. */
  private volatile @Nullable Pusher<byte[]> letters;

  private volatile @Nullable S made;

  /**
   * @param maker is given what {@link #deadLettersTo} was told; called once
   */
  public LateSource(Function<Optional<Pusher<byte[]>>, S> maker) {
    this.maker = maker;
  }

  /** Where messages go that cannot be read. */
  public void deadLettersTo(Pusher<byte[]> pusher) {
    letters = pusher;
  }

  @Override
  public Producer<byte[]> create(int index) throws Exception {
    return make().create(index);
  }

  private synchronized S make() {
    S current = made;
    if (current == null) {
      current = maker.apply(Optional.ofNullable(letters));
      made = current;
    }
    return current;
  }

  /** Empty before the first producer. */
  public Optional<S> made() {
    return Optional.ofNullable(made);
  }
}
