package io.millrace.broker.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something that a loop does for somebody else, once.
 *
 * <p>Exactly one of {@link #run} and {@link #abandon} ends a command, or {@code run} failed and
 * {@code abandon} followed it: whoever waits for an answer gets one, also from a loop that stops. A
 * command is posted at most once.
 */
public abstract class LoopCommand {
  /** What a command is taken to hold in memory when it does not say. */
  static final int PLAIN_SIZE_BYTES = 64;

  /** The command below this one in the mailbox; the mailbox's own. */
  @Nullable LoopCommand below;

  /** What the command was counted with when it was posted; the mailbox's own. */
  int postedSizeBytes;

  protected LoopCommand() {}

  /**
   * Does it, on the loop's thread. Must not block. What it throws stops neither the loop nor any
   * other command; it is logged and given to {@link #abandon}.
   *
   * @param nowMillis the loop's reading of the clock for this turn, since the epoch
   */
  protected abstract void run(long nowMillis);

  /**
   * Tells whoever waits that it was not done. On the loop's thread, or on the thread that posts
   * when the loop has stopped. Must not block.
   *
   * @param cause a {@link LoopStoppedException}, or what {@link #run} threw
   */
  protected abstract void abandon(Throwable cause);

  /** Roughly how much memory waits with this command; asked once, when it is posted. */
  protected int sizeBytes() {
    return PLAIN_SIZE_BYTES;
  }
}
