package io.millrace.bench.amqp;

import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;

/** What to measure, from the command line. */
record AmqpLoadOptions(
    Target target,
    List<Scenario> scenarios,
    List<Integer> bytes,
    Clients clients,
    Duration warmUp,
    Duration time,
    int rounds) {

  static final String USAGE =
      """
      --address 127.0.0.1:5672  of the broker, which runs
      --pid 0                 process whose CPU time is counted
      --user guest  --password guest  --vhost /
      --scenarios autoack,confirms,durable
      --bytes 16,1024,16384   of a message
      """
          + Clients.USAGE
          + """
      --warm-up 6  --seconds 6  --rounds 3
      """;

  static AmqpLoadOptions parse(String... args) {
    Arguments given = Arguments.of(args);
    AmqpLoadOptions options =
        new AmqpLoadOptions(
            Target.of(
                given.text("address", "127.0.0.1:5672"),
                (long) given.number("pid", 0),
                given.text("user", "guest"),
                given.text("password", "guest"),
                given.text("vhost", "/")),
            given.list("scenarios", "autoack,confirms,durable", Scenario::parse),
            given.list("bytes", "16,1024,16384", Integer::valueOf),
            Clients.from(given),
            given.seconds("warm-up", 6),
            given.seconds("seconds", 6),
            (int) given.number("rounds", 3));
    given.checkAllKnown();
    return options;
  }
}
