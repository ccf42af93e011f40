package io.millrace.bench.amqp;

import io.millrace.bench.contest.Arguments;
import java.time.Duration;
import java.util.List;

/** What to measure, from the command line. */
record AmqpLoadOptions(
    Target target,
    List<Scenario> scenarios,
    List<Integer> bytes,
    int pairs,
    int prefetch,
    int ackEvery,
    int window,
    int backlog,
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
      --pairs 1               queues with a sender and a receiver each
      --prefetch 500          messages delivered and not acked, of each receiver
      --ack-every 100         messages that one ack is for
      --window 500            messages sent and not confirmed, of each sender
      --backlog 20000         messages sent and not received, of all queues; then senders wait
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
            (int) given.number("pairs", 1),
            (int) given.number("prefetch", 500),
            (int) given.number("ack-every", 100),
            (int) given.number("window", 500),
            (int) given.number("backlog", 20_000),
            seconds(given.number("warm-up", 6)),
            seconds(given.number("seconds", 6)),
            (int) given.number("rounds", 3));
    given.checkAllKnown();
    if (options.ackEvery > options.prefetch) {
      throw new IllegalArgumentException("prefetch is less than one ack is for");
    }
    return options;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1_000));
  }
}
