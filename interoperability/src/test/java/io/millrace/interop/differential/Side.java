package io.millrace.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * One of the two brokers as a script sees it: lines 0 to 2 by one connection, line 3 by another. A
 * line that was closed is opened again when it is used next.
 */
final class Side implements AutoCloseable {
  static final int LINES = 4;

  private static final int ANSWER_MILLIS = 20_000;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final Connection[] connections = new Connection[3];
  private final Line[] lines = new Line[LINES];

  /** Queues that there may be. */
  private final TreeSet<String> queues = new TreeSet<>();

  private final TreeMap<String, String> counts = new TreeMap<>();
  private final List<String> closings = new ArrayList<>();
  private Channel control;

  Side(String host, int port) {
    factory.setHost(host);
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    factory.setSharedExecutor(new InlineExecutor());
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    control = channel(2);
  }

  private Channel channel(int connection) {
    try {
      if (connections[connection] == null || !connections[connection].isOpen()) {
        connections[connection] = factory.newConnection("differential");
      }
      return connections[connection].createChannel();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The channel with this number, open. */
  Line line(int number) {
    if (lines[number] == null || !lines[number].isOpen()) {
      keepClosing(number);
      lines[number] = new Line(channel(number == LINES - 1 ? 1 : 0));
    }
    return lines[number];
  }

  private void keepClosing(int number) {
    if (lines[number] != null && !lines[number].seen().isEmpty()) {
      closings.add("line " + number + lines[number].seen());
    }
  }

  /** Closes a line as a client does. */
  void hangUp(int number) throws IOException {
    try {
      line(number).channel().close();
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
    lines[number] = null;
  }

  void declared(String queue) {
    queues.add(queue);
  }

  /**
   * Waits for what the last step has set going: each queue is asked, and again for what another
   * gave to it, then each channel for what its queues gave to it.
   */
  void settle() {
    for (int round = 0; round < 2; round++) {
      counts.clear();
      for (String queue : List.copyOf(queues)) {
        count(queue);
      }
      for (Line line : lines) {
        if (line != null && line.isOpen()) {
          ask(line);
        }
      }
    }
  }

  private void count(String queue) {
    try {
      AMQP.Queue.DeclareOk answer = control.queueDeclarePassive(queue);
      counts.put(
          queue,
          "%d ready, %d consumers".formatted(answer.getMessageCount(), answer.getConsumerCount()));
    } catch (IOException | RuntimeException e) {
      String why = Rendering.failure(e);
      if (why.contains("404")) {
        queues.remove(queue);
      } else {
        counts.put(queue, why);
      }
      control = channel(2);
    }
  }

  private static void ask(Line line) {
    try {
      line.channel().exchangeDeclarePassive("amq.direct");
    } catch (IOException | RuntimeException e) {
      // The line notes why it was closed.
    }
  }

  boolean isUnconfirmed() {
    for (Line line : lines) {
      if (line != null && line.isUnconfirmed()) {
        return true;
      }
    }
    return false;
  }

  /** What there is to see since {@link #looked}. */
  String seen() {
    StringBuilder text = new StringBuilder(counts.toString());
    closings.forEach(each -> text.append("\n      ").append(each));
    for (int i = 0; i < LINES; i++) {
      if (lines[i] != null && !lines[i].seen().isEmpty()) {
        text.append("\n      line ").append(i).append(lines[i].seen());
      }
    }
    return text.toString();
  }

  void looked() {
    closings.clear();
    for (Line line : lines) {
      if (line != null) {
        line.looked();
      }
    }
  }

  /**
   * Waits until so much time has gone by for the broker: until a message of that age has expired in
   * a queue of its own.
   */
  void pass(int millis) {
    try (Channel own = channel(2)) {
      String dead = own.queueDeclare().getQueue();
      String probe =
          own.queueDeclare(
                  "",
                  false,
                  true,
                  true,
                  Map.of(
                      "x-message-ttl",
                      millis,
                      "x-dead-letter-exchange",
                      "",
                      "x-dead-letter-routing-key",
                      dead))
              .getQueue();
      java.util.concurrent.CountDownLatch came = new java.util.concurrent.CountDownLatch(1);
      own.basicConsume(dead, true, (tag, message) -> came.countDown(), tag -> {});
      own.basicPublish("", probe, null, new byte[1]);
      if (!came.await(ANSWER_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a message of " + millis + " ms has not expired");
      }
      own.queueDelete(probe);
      own.queueDelete(dead);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Leaves the broker as it was before the script. */
  void cleanUp() {
    for (int i = 0; i < LINES; i++) {
      if (lines[i] != null) {
        Channel channel = lines[i].channel();
        tolerate(channel::abort);
        lines[i] = null;
      }
    }
    for (String queue : Names.QUEUES) {
      tolerate(() -> control.queueDelete(queue));
    }
    for (String exchange : Names.EXCHANGES) {
      tolerate(() -> control.exchangeDelete(exchange));
    }
    if (connections[0] != null) {
      connections[0].abort();
    }
    if (connections[1] != null) {
      connections[1].abort();
    }
    queues.clear();
    counts.clear();
    closings.clear();
  }

  private interface Deletion {
    void run() throws IOException;
  }

  private void tolerate(Deletion deletion) {
    try {
      deletion.run();
    } catch (IOException | RuntimeException e) {
      control = channel(2);
    }
  }

  @Override
  public void close() {
    for (Connection connection : connections) {
      if (connection != null) {
        connection.abort();
      }
    }
  }
}
