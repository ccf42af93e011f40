package io.millrace.broker.vhost;

/** Where messages are moved to. */
public sealed interface MoveTarget {

  <R> R match(Cases<R> cases);

  /** An answer for every kind. */
  interface Cases<R> {
    R origin(Origin target);

    R queue(Queue target);

    R nowhere(Nowhere target);
  }

  /**
   * Where each came from. A dead letter goes back into the queue where it died last, as it was when
   * it came there: with that exchange and routing key, and with the count of its redrives instead
   * of the history of its deaths. A message of the parking queue is routed once more.
   */
  record Origin() implements MoveTarget {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.origin(this);
    }
  }

  /** Into a queue, as they are. */
  record Queue(String name) implements MoveTarget {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.queue(this);
    }
  }

  /** They are removed. */
  record Nowhere() implements MoveTarget {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.nowhere(this);
    }
  }
}
