package io.millrace.bench.amqp.peers;

import io.millrace.bench.amqp.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A program that sends and receives. */
interface Load {
  /** What the table calls it. */
  String name();

  /** What it can do, by the names of the command line. */
  List<String> scenarios();

  /**
   * Puts a broker under load, and leaves no queue behind.
   *
   * @param scenario one of {@link #scenarios}
   * @param bytes of a message
   * @throws IOException when it comes to no figures, with the reason
   */
  Figures run(Server server, String scenario, int bytes, Duration warmUp, Duration time)
      throws IOException, InterruptedException;
}
