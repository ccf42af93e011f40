package io.millrace.bench.amqp;

import io.millrace.bench.load.Pace;
import io.millrace.bench.load.Parties;
import io.millrace.bench.load.Party;
import io.millrace.broker.message.Headers;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.QueueDelete;
import io.millrace.broker.protocol.amqp.codec.QueueDeleteOk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of a sender and a receiver, each with a queue of its own that it had not before and has not
 * after, from the constructor until it is closed.
 */
final class AmqpTraffic implements AutoCloseable {
  private final List<Pace> paces = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();
  private final AmqpLink declaring;
  private final Parties working;

  AmqpTraffic(AmqpLoadOptions options, Scenario scenario, int bytes) throws IOException {
    Target target = options.target();
    declaring = new AmqpLink(target);
    List<Party> parties = new ArrayList<>();
    for (int i = 0; i < options.pairs(); i++) {
      String queue = "load-%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
      declaring.ask(
          new QueueDeclare(queue, false, scenario.isDurable(), false, false, false, Headers.EMPTY),
          QueueDeclareOk.ID);
      queues.add(queue);
      Pace pace = new Pace(options.backlog() / options.pairs(), 0);
      paces.add(pace);
      parties.add(new AmqpReceiver(target, scenario, queue, options, pace));
      parties.add(new AmqpSender(target, scenario, queue, bytes, options.window(), pace));
    }
    working = new Parties(parties);
  }

  long received() throws IOException {
    working.check();
    return paces.stream().mapToLong(Pace::received).sum();
  }

  /** Ends everybody and deletes the queues. */
  void end() throws IOException, InterruptedException {
    working.end();
    for (String queue : queues) {
      declaring.ask(new QueueDelete(queue, false, false, false), QueueDeleteOk.ID);
    }
  }

  @Override
  public void close() throws IOException {
    working.close();
    declaring.close();
  }
}
