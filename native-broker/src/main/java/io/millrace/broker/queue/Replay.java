package io.millrace.broker.queue;

/**
 * Makes a queue again from durable commands. What was in flight counts as waiting here, and nothing
 * is read of the messages, some of which may be gone.
 */
final class Replay implements DurableCommand.Cases {
  private final QueueState state;
  private final Exits exits;

  Replay(QueueState state, Exits exits) {
    this.state = state;
    this.exits = exits;
  }

  @Override
  public void enqueue(Enqueue command) {
    if (command.offset() != state.nextOffset) {
      throw new IllegalStateException(
          "offset " + command.offset() + " follows " + (state.nextOffset - 1));
    }
    state.enter(command);
  }

  @Override
  public void settle(Settle command) {
    state.sizeBytes -= command.sizeBytes();
    if (command.fate() == Fate.DEAD_LETTERED) {
      state.departingBytes -= command.sizeBytes();
    }
    for (int i = 0; i < command.offsets().size(); i++) {
      long offset = command.offsets().at(i);
      state.forget(offset);
      if (!remove(offset) && !state.departing.remove(offset)) {
        throw new IllegalStateException("settled, but not in the queue: " + offset);
      }
    }
  }

  @Override
  public void depart(Depart command) {
    for (int i = 0; i < command.offsets().size(); i++) {
      if (!remove(command.offsets().at(i))) {
        throw new IllegalStateException("departs, but does not wait: " + command.offsets().at(i));
      }
    }
    exits.depart(command);
  }

  @Override
  public void requeue(Requeue command) {
    for (int i = 0; i < command.offsets().size(); i++) {
      long offset = command.offsets().at(i);
      state.attempts.failed(offset);
      if (command.dueAtMillis() != 0) {
        remove(offset);
        state.delayed.addRetry(offset, command.dueAtMillis());
      }
      // otherwise it waits, or was delayed until some time before this
    }
  }

  @Override
  public void purge(Purge command) {
    state.sizeBytes -= command.sizeBytes();
    state.retain(command.survivors());
    state.waiting.retainUnread(command.survivors());
    state.delayed.retainUnread(command.survivors());
  }

  private boolean remove(long offset) {
    return state.waiting.removeUnread(offset) || state.delayed.removeUnread(offset);
  }
}
