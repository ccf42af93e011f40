package io.millrace.broker.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a loop does in a turn, apart from the thread that does it.
 *
 * <p><b>Threads:</b> {@link #post}, {@link #hasRoom} and {@link #whenRoom} from any; the rest from
 * the owner only.
 */
final class Turns {
  /**
   * After so many commands the turn ends, so that flushes and timers do not wait for a full
   * mailbox.
   */
  static final int COMMANDS_PER_TURN = 512;

  private static final Logger LOG = LoggerFactory.getLogger(OwnerLoop.class);

  private final String name;
  private final long limitBytes;
  private final Mailbox mailbox = new Mailbox();
  private final Schedule schedule = new Schedule();
  private final ArrayDeque<TurnEnd> persisting = new ArrayDeque<>();
  private final ArrayDeque<TurnEnd> handingOver = new ArrayDeque<>();

  /**
   * Who waits for room; a concurrent queue because any thread may join it and only the loop takes.
   */
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /** What was taken out of the mailbox and has not been run, linked. */
  private @Nullable LoopCommand taken;

  private long nowMillis;

  /** After the deadline of a stop; written by whoever stops. */
  private volatile boolean abandoning;

  Turns(String name, long limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("limit of a mailbox: " + limitBytes + " bytes");
    }
    this.name = name;
    this.limitBytes = limitBytes;
  }

  /** Takes the command, or abandons it if the mailbox is closed. */
  void post(LoopCommand command) {
    if (!mailbox.push(command)) {
      abandon(command, new LoopStoppedException(name));
    }
  }

  boolean hasRoom() {
    return mailbox.heldBytes() < limitBytes;
  }

  /** False from twice the limit on. */
  boolean takesOffers() {
    return mailbox.heldBytes() < 2 * limitBytes && !mailbox.isClosed();
  }

  /** The caller wakes the loop afterwards. */
  void whenRoom(Runnable then) {
    waiting.add(then);
    if (mailbox.isClosed()) {
      // The loop may have looked for the last time.
      tellWaiting();
    }
  }

  /** Whether a turn at that time would do anything. */
  boolean hasWork(long atMillis) {
    return taken != null
        || !mailbox.isEmpty()
        || schedule.nextDueAtMillis() <= atMillis
        || (!waiting.isEmpty() && hasRoom());
  }

  long nextDueAtMillis() {
    return schedule.nextDueAtMillis();
  }

  /** The time of this turn: it never goes back, whatever the clock does. */
  long nowMillis() {
    return nowMillis;
  }

  void set(LoopTimer timer, long dueAtMillis) {
    schedule.set(timer, dueAtMillis);
  }

  void cancel(LoopTimer timer) {
    schedule.cancel(timer);
  }

  void atTurnEnd(TurnEnd.Phase phase, TurnEnd end) {
    (phase == TurnEnd.Phase.PERSIST ? persisting : handingOver).add(end);
  }

  /** One turn. */
  void turn(long clockMillis, boolean withTimers) {
    nowMillis = Math.max(nowMillis, clockMillis);
    runCommands();
    if (withTimers) {
      fireTimers();
    }
    end();
    tellWaiting();
  }

  /** From now on commands are abandoned, the next one in the turn that goes on included. */
  void abandonCommands() {
    abandoning = true;
  }

  /** Closes the mailbox if nothing waits; from then on posts are abandoned by whoever posts. */
  boolean closeIfIdle() {
    if (taken != null || !mailbox.closeIfEmpty()) {
      return false;
    }
    tellWaiting();
    return true;
  }

  private void runCommands() {
    long releasedBytes = 0;
    for (int n = 0; n < COMMANDS_PER_TURN && refill(); n++) {
      LoopCommand command = next();
      releasedBytes += command.postedSizeBytes;
      if (abandoning) {
        abandon(command, new LoopStoppedException(name));
      } else {
        run(command);
      }
    }
    if (releasedBytes != 0) {
      mailbox.release(releasedBytes);
    }
  }

  private void run(LoopCommand command) {
    try {
      command.run(nowMillis);
    } catch (Throwable e) {
      LOG.error("{}: a command failed: {}", name, command.getClass().getName(), e);
      abandon(command, e);
    }
  }

  private boolean refill() {
    if (taken == null) {
      taken = mailbox.takeAll();
    }
    return taken != null;
  }

  private LoopCommand next() {
    LoopCommand next = taken;
    if (next == null) {
      throw new IllegalStateException("nothing taken");
    }
    taken = next.below;
    next.below = null;
    return next;
  }

  private void abandon(LoopCommand command, Throwable cause) {
    try {
      command.abandon(cause);
    } catch (Throwable e) {
      LOG.error("{}: could not answer a command: {}", name, command.getClass().getName(), e);
    }
  }

  private void fireTimers() {
    for (LoopTimer due = schedule.takeDue(nowMillis);
        due != null;
        due = schedule.takeDue(nowMillis)) {
      try {
        due.fire(nowMillis);
      } catch (Throwable e) {
        LOG.error("{}: a timer failed: {}", name, due.getClass().getName(), e);
      }
    }
  }

  private void end() {
    while (!persisting.isEmpty() || !handingOver.isEmpty()) {
      TurnEnd end = persisting.isEmpty() ? handingOver.remove() : persisting.remove();
      try {
        end.endTurn(nowMillis);
      } catch (Throwable e) {
        LOG.error("{}: the end of a turn failed: {}", name, end.getClass().getName(), e);
      }
    }
  }

  private void tellWaiting() {
    while (hasRoom() || mailbox.isClosed()) {
      Runnable then = waiting.poll();
      if (then == null) {
        return;
      }
      try {
        then.run();
      } catch (Throwable e) {
        LOG.error("{}: could not tell a sender of room", name, e);
      }
    }
  }
}
