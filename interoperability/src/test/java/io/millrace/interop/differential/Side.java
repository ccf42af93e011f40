package io.millrace.interop.differential;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * One of the two brokers as a script sees it: lines 0 to 2 by one connection, line 3 by another. A
 * line that was closed is opened again when it is used next. For one thread.
 */
final class Side implements AutoCloseable {
  static final int LINES = 4;

  /** That of the last line alone. */
  private static final int OTHER_CONNECTION = 1;

  private final Connections connections;
  private final QueueCounts queues;
  private final PassingTime time;
  private final Line[] lines = new Line[LINES];
  private final List<String> closings = new ArrayList<>();

  Side(String host, int port, String virtualHost) {
    connections = new Connections(host, port, virtualHost);
    queues = new QueueCounts(connections);
    time = new PassingTime(connections);
  }

  /** The channel with this number, open. */
  Line line(int number) {
    if (lines[number] == null || !lines[number].isOpen()) {
      keepClosing(number);
      lines[number] = new Line(connections.channel(number == LINES - 1 ? OTHER_CONNECTION : 0));
    }
    lines[number].used();
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

  /** Closes the connection of the last line as a client does. */
  void hangUp() throws IOException {
    connections.close(OTHER_CONNECTION);
    lines[LINES - 1] = null;
  }

  /** Whether there are messages that a client has and may not have settled. */
  boolean mayHoldMessages() {
    for (Line line : lines) {
      if (line != null && line.mayHold()) {
        return true;
      }
    }
    return false;
  }

  void declared(String queue) {
    queues.declared(queue);
  }

  /**
   * Waits for what the last step has set going: that each channel has taken what was sent on it,
   * then each queue, and again for what another gave to it, then each channel for what its queues
   * gave to it.
   */
  void settle() {
    askLines();
    queues.ask();
    queues.ask();
    askLines();
  }

  /** Those on which something may have come. */
  private void askLines() {
    for (Line line : lines) {
      if (line != null && line.isOpen() && line.isBusy()) {
        ask(line);
      }
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
    StringBuilder text = new StringBuilder(queues.toString());
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

  /** Time as this broker sees it go by. */
  PassingTime time() {
    return time;
  }

  /** Leaves the broker as it was before the script. */
  void cleanUp() {
    for (int i = 0; i < LINES; i++) {
      if (lines[i] != null) {
        abort(lines[i].channel());
        lines[i] = null;
      }
    }
    queues.deleteAll();
    closings.clear();
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | RuntimeException e) {
      // It was closed already.
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
