package io.millrace.broker.queue;

/**
 * What concerns consumers and time, and dies with the process. The machine answers it with effects,
 * and with durable commands for what must outlive it.
 *
 * <p>A consumer is known by a number that its virtual host never uses twice.
 */
public sealed interface VolatileCommand
    permits Subscribe,
        Choose,
        Grant,
        Taken,
        Flow,
        Cancel,
        Detach,
        Acknowledge,
        Reject,
        Return,
        Renew,
        Departed,
        Pause,
        Tick {

  /** Calls the one method of {@code cases} that is for this command. */
  void match(Cases cases);

  /** An answer to each volatile command. */
  interface Cases {
    void subscribe(Subscribe command);

    void choose(Choose command);

    void grant(Grant command);

    void taken(Taken command);

    void flow(Flow command);

    void cancel(Cancel command);

    void detach(Detach command);

    void acknowledge(Acknowledge command);

    void reject(Reject command);

    void giveBack(Return command);

    void renew(Renew command);

    void departed(Departed command);

    void pause(Pause command);

    void tick(Tick command);
  }
}
