package io.millrace.bench.amqp;

import io.millrace.bench.contest.Choice;

/** What clients and broker promise each other about a message. */
public enum Scenario {
  /** Nobody acks anything; queue and messages end with the broker. */
  AUTOACK(false, false),
  /** Publishes are confirmed, deliveries are acked; queue and messages end with the broker. */
  CONFIRMS(true, false),
  /** Publishes are confirmed, deliveries are acked; queue and messages survive the broker. */
  DURABLE(true, true);

  private final boolean acknowledged;
  private final boolean durable;

  Scenario(boolean acknowledged, boolean durable) {
    this.acknowledged = acknowledged;
    this.durable = durable;
  }

  /** By the name that {@link #toString} gives. */
  public static Scenario parse(String name) {
    return Choice.of(Scenario.class, "scenario", name);
  }

  /** Whether publishes are confirmed and deliveries acked. */
  boolean isAcknowledged() {
    return acknowledged;
  }

  boolean isDurable() {
    return durable;
  }

  @Override
  public String toString() {
    return Choice.nameOf(this);
  }
}
