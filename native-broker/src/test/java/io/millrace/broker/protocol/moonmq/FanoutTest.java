package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.vhost.VirtualHost;
import io.millrace.broker.vhost.VirtualHostLimits;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.PublishType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanoutTest {
  private RunningBroker broker;

  @BeforeEach
  void start() throws IOException {
    broker = new RunningBroker();
  }

  @AfterEach
  void stop() throws IOException {
    broker.close();
  }

  @Test
  void everyConsumerGetsACopyWhateverItsRoutingKey() throws IOException {
    NativeClient plain = broker.client().bind("q");
    NativeClient red = broker.client();
    red.send(new Frame.Bind("q", "red", false, 0)).expect(Frame.BindOk.class);
    NativeClient elsewhere = broker.client().bind("other");
    NativeClient publisher = broker.client();

    publisher.send(fanout("1"), fanout("2"));

    long first = publisher.expect(Frame.PublishOk.class).messageId();
    publisher.expect(Frame.PublishOk.class);
    assertThat(plain.push().messageId()).isEqualTo(first);
    assertThat(plain.bodies(1)).containsExactly("2");
    assertThat(red.bodies(2)).containsExactly("1", "2");
    assertThat(elsewhere.pushesWaiting()).isZero();
  }

  @Test
  void eachCopyIsAckedForItself() throws IOException {
    NativeClient acks = broker.client();
    NativeClient holds = broker.client();
    for (NativeClient each : List.of(acks, holds)) {
      each.send(new Frame.Bind("q", "", false, 1)).expect(Frame.BindOk.class);
    }
    broker.client().send(fanout("1"), fanout("2")).expect(Frame.PublishOk.class);

    Frame.Push held = holds.push();
    acks.ack(acks.push());

    assertThat(acks.bodies(1)).containsExactly("2");
    assertThat(holds.pushesWaiting()).isZero();
    holds.ack(held);
    assertThat(holds.bodies(1)).containsExactly("2");
  }

  @Test
  void theCopyOfAConsumerThatLeavesGoesWithIt() throws IOException {
    NativeClient stays = broker.client().bind("q");
    NativeClient leaves = broker.client().bind("q");
    broker.client().send(fanout("a")).expect(Frame.PublishOk.class);
    stays.push();
    leaves.push();

    leaves.close();

    // The queue itself, and the copies of the one that stays.
    await().until(() -> broker.broker.virtualHosts().host("/").orElseThrow().queues().size() == 2);
    assertThat(broker.facts("q").ready()).isZero();
    broker.client().send(fanout("b")).expect(Frame.PublishOk.class);
    assertThat(stays.bodies(1)).containsExactly("b");
  }

  @Test
  void whileNobodyHasBoundTheQueueItWaits() throws IOException {
    NativeClient publisher = broker.client();
    publisher.send(fanout("a")).expect(Frame.PublishOk.class);

    assertThat(broker.client().bind("q").bodies(1)).containsExactly("a");
  }

  @Test
  void afterUnbindThereIsNoCopy() throws IOException {
    NativeClient consumer = broker.client().bind("q");
    NativeClient publisher = broker.client();
    publisher.send(fanout("a")).expect(Frame.PublishOk.class);
    consumer.push();
    consumer.send(new Frame.Unbind("q")).expect(Frame.UnbindOk.class);

    publisher.send(fanout("b")).expect(Frame.PublishOk.class);

    assertThat(broker.facts("q").ready()).isEqualTo(1);
    assertThat(consumer.pushesWaiting()).isZero();
  }

  @Test
  void whereNoQueueForCopiesCanBeMadeThePublishIsRefusedAndTheNextTriesAgain() throws Exception {
    NativeClient consumer = broker.client().bind("q");
    VirtualHost host = broker.broker.virtualHosts().host("/").orElseThrow();
    host.setLimits(new VirtualHostLimits(1, 100)).join();
    NativeClient publisher = broker.client();
    publisher.send(fanout("a"));
    assertThat(publisher.expect(Frame.Fault.class).code()).isEqualTo(507);

    host.setLimits(VirtualHostLimits.NONE).join();
    publisher.send(fanout("b")).expect(Frame.PublishOk.class);

    assertThat(consumer.bodies(1)).containsExactly("b");
    assertThat(broker.facts("q").ready()).isZero();
  }

  private static Frame fanout(String body) {
    return new Frame.Publish("q", "", PublishType.FANOUT, Confirm.DISK, 0, 0, body.getBytes(UTF_8));
  }
}
