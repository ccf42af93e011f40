package io.millrace.broker.queue;

/** What each volatile command does. */
final class Commands implements VolatileCommand.Cases {
  private final QueueState state;
  private final Consumers consumers;
  private final Settlements settlements;
  private final Exits exits;
  private final Deliveries deliveries;
  private final Deadlines deadlines;

  Commands(
      QueueState state,
      Consumers consumers,
      Settlements settlements,
      Exits exits,
      Deliveries deliveries,
      Deadlines deadlines) {
    this.state = state;
    this.consumers = consumers;
    this.settlements = settlements;
    this.exits = exits;
    this.deliveries = deliveries;
    this.deadlines = deadlines;
  }

  @Override
  public void subscribe(Subscribe command) {
    consumers.subscribe(command);
  }

  @Override
  public void choose(Choose command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.choose(consumer, command.filter());
    }
  }

  @Override
  public void grant(Grant command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.grant(consumer, command.credit());
    }
  }

  @Override
  public void taken(Taken command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.taken(consumer, command.bytes());
    }
  }

  @Override
  public void flow(Flow command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.flow(consumer, command.open());
    }
  }

  @Override
  public void cancel(Cancel command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.cancel(consumer);
      state.unusedSinceMillis = state.nowMillis;
    }
  }

  @Override
  public void detach(Detach command) {
    Consumer consumer = consumers.find(command.consumer());
    if (consumer != null) {
      consumers.cancel(consumer);
      settlements.detach(consumer, command.counted());
      state.unusedSinceMillis = state.nowMillis;
    }
  }

  @Override
  public void acknowledge(Acknowledge command) {
    settlements.acknowledge(command.consumer(), command.offsets());
  }

  @Override
  public void reject(Reject command) {
    settlements.reject(command.consumer(), command.offsets());
  }

  @Override
  public void giveBack(Return command) {
    if (command.counted()) {
      settlements.fail(command.consumer(), command.offsets(), command.dueAtMillis(), true);
    } else {
      settlements.giveBack(command.consumer(), command.offsets());
    }
  }

  @Override
  public void renew(Renew command) {
    settlements.renew(command.consumer(), command.offsets());
  }

  @Override
  public void departed(Departed command) {
    exits.departed(command.offsets());
  }

  @Override
  public void pause(Pause command) {
    deliveries.setPaused(command.paused());
  }

  @Override
  public void tick(Tick command) {
    deadlines.tick();
  }
}
