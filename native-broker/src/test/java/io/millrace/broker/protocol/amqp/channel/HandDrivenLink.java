package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.vhost.VirtualHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The connection of one channel, whose thread is the test's: what hops to it waits until the test
 * takes it, and runs in the order that the test likes. All of it happens in a real virtual host.
 */
final class HandDrivenLink implements ChannelLink {
  private final VirtualHost host;

  /** What has hopped here and did not run. */
  final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** What the client was sent. */
  final List<Method> sent = new ArrayList<>();

  private final Allowance allowance = new Allowance(1 << 20);
  private final Backlog backlog = new Backlog(this::holdReads, this::readOn);

  boolean holdsReads;

  HandDrivenLink(VirtualHost host) {
    this.host = host;
  }

  /** The next that hops here. */
  Runnable nextTask() throws InterruptedException {
    return Deliverer.take(tasks);
  }

  @Override
  public int number() {
    return 1;
  }

  @Override
  public VirtualHost host() {
    return host;
  }

  @Override
  public long connection() {
    return 0;
  }

  @Override
  public String user() {
    return "";
  }

  @Override
  public AccessTable accessTable() {
    return AccessTable.empty(Set.of(), new byte[32]);
  }

  @Override
  public Allowance allowance() {
    return allowance;
  }

  @Override
  public Backlog backlog() {
    return backlog;
  }

  @Override
  public boolean takesCancelNotices() {
    return true;
  }

  @Override
  public void send(Method method) {
    sent.add(method);
  }

  @Override
  public void send(Method method, Properties properties, byte[] body) {
    sent.add(method);
  }

  @Override
  public void failChannel(ReplyCode code, String text, int classId, int methodId) {
    throw new AssertionError(code + ": " + text);
  }

  @Override
  public void failConnection(ReplyCode code, String text, int classId, int methodId) {
    throw new AssertionError(code + ": " + text);
  }

  @Override
  public void closeOk() {
    throw new AssertionError("nobody has closed the channel");
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void holdReads() {
    holdsReads = true;
  }

  @Override
  public void readOn() {
    holdsReads = false;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void executeAfter(Duration delay, Runnable task) {
    throw new AssertionError("nobody waits for a full queue");
  }
}
