package io.millrace.broker.journal;

import io.millrace.broker.message.Message;
import io.millrace.broker.queue.QueueLog;
import io.millrace.broker.queue.QueueSnapshot;
import java.util.concurrent.CompletableFuture;

/**
 * The durable commands of one queue in order, with its messages. What is appended is
 * <em>applicable</em> on return, so that deliveries may leave; it is <em>durable</em> once {@link
 * #durablePosition} has reached its position, and a confirm leaves only then. One seam for queues
 * in memory, on a disk, and on several nodes.
 *
 * <p><b>Life:</b> {@link #recover} once, then appends, then {@link #stop}, {@link #close} or {@link
 * #delete}.
 *
 * <p><b>Threads:</b> the queue's owner only. Nothing waits for a sync.
 *
 * <p><b>Failure:</b> an {@link java.io.UncheckedIOException} makes the journal unusable: close it
 * and recover it. What was not durable may be lost then.
 */
public interface Journal extends QueueLog, AutoCloseable {
  /** Shows to {@code target} what is stored: the last snapshot, then the commands after it. */
  void recover(ReplayTarget target);

  /**
   * A message that is in the queue: enqueued and not settled. Cheap where offsets ascend from call
   * to call, and right after {@link #envelope} of the same offset.
   */
  Message read(long offset);

  /** All commands up to here, included, are durable; -1 while none is. */
  long durablePosition();

  /** The position of the last command that was appended; -1 while none was. */
  long lastPosition();

  /** Who is told when {@link #durablePosition} has grown or never will: nobody before this call. */
  void onDurable(DurableListener listener);

  /** Whether there is room for messages: otherwise refuse to enqueue, and let consumers drain. */
  boolean acceptsMessages();

  /**
   * Whether its room is its own: what leaves the queue makes room, and nothing else does, so that
   * whoever waits for room is to be let in when the queue gets shorter.
   */
  boolean hasRoomOfItsOwn();

  /** At the end of a turn of the owner's loop: hands over what was appended, to be made durable. */
  void flush();

  /**
   * Whether the journal wants a snapshot, so as to give back the space of what came before it. Ask
   * at the end of a turn.
   */
  boolean wantsCheckpoint();

  /**
   * Keeps a snapshot in the place of all commands so far.
   *
   * @param snapshot of the queue with all commands so far applied
   */
  void checkpoint(QueueSnapshot snapshot);

  /**
   * An orderly end: keeps a last snapshot and takes nothing more. {@link #flush} is to follow in
   * the same turn, so that all queues that stop in it share what it costs.
   *
   * @param last of the queue with all commands applied
   * @return done, on the owner's thread, when everything is durable and the journal is closed;
   *     fails if that will never be
   */
  CompletableFuture<Void> stop(QueueSnapshot last);

  /** Releases files and memory now; what is not durable may be lost. Twice is harmless. */
  @Override
  void close();

  /**
   * Closes, if it is open, and removes everything that is stored. Twice is harmless.
   *
   * @return done, on the owner's thread, when nothing can bring it back; fails if that will never
   *     be
   */
  CompletableFuture<Void> delete();
}
