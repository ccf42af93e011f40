package io.millrace.bench.amqp.peers;

import io.millrace.bench.contest.Choice;
import java.util.List;

/** What PerfTest is asked for, and what queues it is asked for that with. */
enum PerfTestScenario {
  /** Nobody acks anything. */
  AUTOACK("--autoack"),
  /** Publishes are confirmed, deliveries are acked. */
  CONFIRMS(Arguments.ACKNOWLEDGED),
  /** The same with four of each at one queue. */
  CONFIRMS_4X4(Arguments.ACKNOWLEDGED + " --producers 4 --consumers 4"),
  /** The same as {@link #CONFIRMS}, and queue and messages survive the broker. */
  DURABLE(Arguments.ACKNOWLEDGED + " --flag persistent"),
  /** Each message goes to ten queues, each with a consumer. */
  FANOUT("--autoack --consumers 10"),
  /** Each message is looked up among the thousand patterns of a queue. */
  TOPIC("--autoack");

  /** What several of them say. */
  private static final class Arguments {
    static final String ACKNOWLEDGED = "--confirm 500 --qos 500 --multi-ack-every 100";
  }

  private final String arguments;

  PerfTestScenario(String arguments) {
    this.arguments = arguments;
  }

  static PerfTestScenario parse(String name) {
    return Choice.of(PerfTestScenario.class, "scenario", name);
  }

  Topology topology() {
    return switch (this) {
      case AUTOACK, CONFIRMS, CONFIRMS_4X4 -> Topology.DIRECT;
      case DURABLE -> Topology.DURABLE;
      case FANOUT -> Topology.FANOUT;
      case TOPIC -> Topology.TOPIC;
    };
  }

  /** Of PerfTest, without those about time, size and topology. */
  List<String> arguments() {
    return List.of(arguments.split(" "));
  }

  @Override
  public String toString() {
    return Choice.nameOf(this);
  }
}
