package io.millrace.broker.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a journal that is stored has become durable, up to its end, and who waits for that: the
 * half of a {@link Journal} that is the same wherever its commands are stored.
 *
 * <p>A stop and a deletion end with a record that counts as a command, the last one; whoever waits
 * for them waits for it.
 *
 * <p>Owned by the queue's loop.
 */
public final class Durability {
  private final String name;
  private DurableListener listener = position -> {};
  private long position = -1;
  private @Nullable IOException failure;

  /** Whether the journal takes nothing more. */
  private boolean left;

  /** Whether it tells of nothing any more. */
  private boolean closed;

  private boolean deleted;

  /** Of a stop or a deletion: done when its record is durable. */
  private @Nullable CompletableFuture<Void> done;

  /**
   * @param name of the queue, for messages
   */
  public Durability(String name) {
    this.name = name;
  }

  /** All commands up to here, included, are durable; -1 while none is. */
  public long position() {
    return position;
  }

  /** Who is told from now on. */
  public void onDurable(DurableListener other) {
    listener = other;
  }

  /**
   * Refuses to go on with a journal that has failed or has left.
   *
   * @throws UncheckedIOException if nothing becomes durable any more
   * @throws IllegalStateException if it takes nothing any more
   */
  public void check() {
    IOException cause = failure;
    if (cause != null) {
      throw new UncheckedIOException(name + " is unusable: " + cause.getMessage(), cause);
    }
    if (left) {
      throw new IllegalStateException(name + " is closed");
    }
  }

  public boolean hasFailed() {
    return failure != null;
  }

  public boolean hasLeft() {
    return left;
  }

  public boolean isDeleted() {
    return deleted;
  }

  /**
   * All commands up to there are durable. News that is no news is ignored.
   *
   * @param last the position of the last command that was appended
   */
  public void reached(long upTo, long last) {
    if (upTo <= position) {
      return;
    }
    position = upTo;
    if (!closed) {
      listener.durable(upTo);
    }
    if (upTo == last) {
      end(waiting -> waiting.complete(null));
    }
  }

  /** What was handed over cannot be written; whoever appends is told by {@link #check} only. */
  public void broken(IOException cause) {
    failure = cause;
  }

  /** Nothing becomes durable any more. */
  public void failed(IOException cause) {
    boolean first = failure == null;
    broken(cause);
    fail(new UncheckedIOException(name + " cannot be ended", cause));
    if (first && !closed) {
      listener.failed(new UncheckedIOException(name + " is unusable", cause));
    }
  }

  /** The future of the stop or the deletion that has begun; null before that. */
  public @Nullable CompletableFuture<Void> begun() {
    return done;
  }

  public CompletableFuture<Void> beginStop() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    done = begun;
    return begun;
  }

  /** Whoever waits for a stop that has not got there waits for the deletion then. */
  public CompletableFuture<Void> beginDeletion() {
    CompletableFuture<Void> before = done;
    CompletableFuture<Void> begun =
        before == null || before.isDone() ? new CompletableFuture<>() : before;
    done = begun;
    left = true;
    deleted = true;
    return begun;
  }

  /** It takes nothing more; what it has may become durable still. */
  public void leave() {
    left = true;
  }

  /**
   * It tells of nothing any more, but to whoever waits for its end. False if that is so already.
   */
  public boolean close() {
    boolean open = !closed;
    closed = true;
    return open;
  }

  /** Its last record will never be durable: not known to be, at least. */
  public void fail(RuntimeException why) {
    end(waiting -> waiting.completeExceptionally(why));
  }

  private void end(Consumer<CompletableFuture<Void>> how) {
    CompletableFuture<Void> waiting = done;
    if (waiting != null) {
      closed = true;
      how.accept(waiting);
    }
  }
}
