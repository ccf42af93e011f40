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
public final class AmqpTraffic implements AutoCloseable {
  private final List<Pace> paces = new ArrayList<>();
  private final List<String> queues = new ArrayList<>();
  private final AmqpLink declaring;
  private final Parties working;

  public AmqpTraffic(Target target, Clients clients, Scenario scenario, int bytes)
      throws IOException {
    declaring = new AmqpLink(target);
    List<Party> parties = new ArrayList<>();
    boolean areAllThere = false;
    try {
      for (int i = 0; i < clients.pairs(); i++) {
        String queue = declareQueue(scenario.isDurable());
        Pace pace = new Pace(clients.backlog() / clients.pairs(), 0);
        paces.add(pace);
        parties.add(new AmqpReceiver(target, scenario, queue, clients, pace));
        parties.add(new AmqpSender(target, scenario, queue, bytes, clients.window(), pace));
      }
      areAllThere = true;
    } finally {
      if (!areAllThere) {
        declaring.close();
        for (Party party : parties) {
          party.close();
        }
      }
    }
    working = new Parties(parties);
  }

  private String declareQueue(boolean durable) throws IOException {
    String queue = "load-%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime());
    declaring.ask(
        new QueueDeclare(queue, false, durable, false, false, false, Headers.EMPTY),
        QueueDeclareOk.ID);
    queues.add(queue);
    return queue;
  }

  /**
   * Messages handed to the broker so far.
   *
   * @throws IOException if somebody has failed
   */
  public long sent() throws IOException {
    working.check();
    return paces.stream().mapToLong(Pace::sent).sum();
  }

  /**
   * Messages that have come back so far.
   *
   * @throws IOException if somebody has failed
   */
  public long received() throws IOException {
    working.check();
    return paces.stream().mapToLong(Pace::received).sum();
  }

  /** Ends everybody and deletes the queues. */
  public void end() throws IOException, InterruptedException {
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
