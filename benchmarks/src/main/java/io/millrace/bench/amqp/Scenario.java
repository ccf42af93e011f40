package io.millrace.bench.amqp;

/** What clients and broker promise each other about a message. */
public enum Scenario {
  /** Nobody acks anything; queue and messages end with the broker. */
  AUTOACK("autoack", false, false),
  /** Publishes are confirmed, deliveries are acked; queue and messages end with the broker. */
  CONFIRMS("confirms", true, false),
  /** Publishes are confirmed, deliveries are acked; queue and messages survive the broker. */
  DURABLE("durable", true, true);

  private final String name;
  private final boolean acknowledged;
  private final boolean durable;

  Scenario(String name, boolean acknowledged, boolean durable) {
    this.name = name;
    this.acknowledged = acknowledged;
    this.durable = durable;
  }

  /** By the name that {@link #toString} gives. */
  public static Scenario parse(String name) {
    for (Scenario scenario : values()) {
      if (scenario.name.equals(name)) {
        return scenario;
      }
    }
    throw new IllegalArgumentException("no scenario: " + name);
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
    return name;
  }
}
