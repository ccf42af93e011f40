package io.millrace.broker.protocol.amqp.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicCancel;
import io.millrace.broker.protocol.amqp.codec.BasicCancelOk;
import io.millrace.broker.protocol.amqp.codec.BasicConsume;
import io.millrace.broker.protocol.amqp.codec.BasicConsumeOk;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.FrameWriter;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplyAddressTest {
  private static final String REPLIES = "amq.rabbitmq.reply-to";

  private AmqpServer server;
  private Channel client;
  private Channel service;

  @BeforeEach
  void open() throws Exception {
    server = AmqpServer.start();
    client = server.connect().createChannel();
    service = server.connect().createChannel();
    service.queueDeclare("service", false, false, false, Map.of());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void ask(String question) throws IOException {
    client.basicPublish(
        "",
        "service",
        new BasicProperties.Builder().replyTo(REPLIES).correlationId(question).build(),
        question.getBytes(UTF_8));
  }

  @Test
  void answersComeToWhoeverHasAsked() throws Exception {
    Deliverer answers = new Deliverer(client);
    client.basicConsume(REPLIES, true, answers);
    Deliverer questions = new Deliverer(service);
    service.basicConsume("service", true, questions);
    for (int n = 0; n < 100; n++) {
      ask("q" + n);
      Delivery question = questions.next();
      String address = question.getProperties().getReplyTo();
      assertThat(address).startsWith(REPLIES + ".");
      service.queueDeclarePassive(address);
      service.basicPublish("", address, question.getProperties(), question.getBody());
      assertThat(answers.next().getProperties().getCorrelationId()).isEqualTo("q" + n);
    }
  }

  @Test
  void nobodyIsThereOnceTheClientHasGone() throws Exception {
    Deliverer answers = new Deliverer(client);
    String tag = client.basicConsume(REPLIES, true, answers);
    Deliverer questions = new Deliverer(service);
    service.basicConsume("service", true, questions);
    ask("q");
    String address = questions.next().getProperties().getReplyTo();
    client.basicCancel(tag);

    await().untilAsserted(() -> assertThat(server.host().queues()).hasSize(1));
    assertThatThrownBy(() -> service.queueDeclarePassive(address))
        .hasStackTraceContaining("NOT_FOUND - no queue '" + address);
  }

  @Test
  void onesOwnAddressCanBeConsumedAnew() throws Exception {
    String tag = client.basicConsume(REPLIES, true, new Deliverer(client));
    client.basicCancel(tag);
    client.basicConsume(REPLIES, true, new Deliverer(client));

    ask("q");
    client.basicQos(1);
    assertThat(client.isOpen()).isTrue();
  }

  @Test
  void aPublishWaitsForTheConsumeBeforeIt() throws Exception {
    try (RawClient raw = RawClient.open(server.endpoint()).channel(1)) {
      raw.write(
          frames(
              new BasicConsume(REPLIES, "t", false, true, false, true, Headers.EMPTY),
              new BasicPublish("", "service", false, false),
              new BasicCancel("t", false)));

      assertThat(raw.expect(BasicCancelOk.class).consumerTag()).isEqualTo("t");
    }
    assertThat(service.basicGet("service", true).getProps().getReplyTo()).startsWith(REPLIES + ".");
  }

  @Test
  void aCancelWaitsForTheConsumeBeforeIt() throws Exception {
    try (RawClient raw = RawClient.open(server.endpoint()).channel(1)) {
      raw.write(
          frames(
              new BasicConsume(REPLIES, "t", false, true, false, false, Headers.EMPTY),
              new BasicCancel("t", false)));

      assertThat(raw.expect(BasicConsumeOk.class).consumerTag()).isEqualTo("t");
      assertThat(raw.expect(BasicCancelOk.class).consumerTag()).isEqualTo("t");
    }
  }

  /** Methods of channel 1 that come at once; a publish asks for an answer. */
  private static byte[] frames(Method... methods) {
    FrameWriter writer = new FrameWriter(4096);
    ByteBuf out = Unpooled.buffer();
    for (Method method : methods) {
      if (method.hasContent()) {
        writer.content(1, method, Properties.builder().replyTo(REPLIES).build(), new byte[1], out);
      } else {
        writer.method(1, method, out);
      }
    }
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void anotherConsumerOfTheSameTagIsNotWhoGetsTheAnswers() throws Exception {
    client.basicConsume(REPLIES, true, "t", new Deliverer(client));
    client.basicCancel("t");
    client.basicConsume("service", true, "t", new Deliverer(client));
    ask("q");

    assertThatThrownBy(() -> client.basicQos(1))
        .hasStackTraceContaining("fast reply consumer does not exist");
  }

  @Test
  void nobodyElseTakesTheAnswers() throws Exception {
    client.basicConsume(REPLIES, true, new Deliverer(client));
    ask("q");
    await().untilAsserted(() -> assertThat(service.messageCount("service")).isEqualTo(1));
    String address = service.basicGet("service", true).getProps().getReplyTo();

    assertThatThrownBy(() -> service.basicConsume(address, true, new Deliverer(service)))
        .hasStackTraceContaining("RESOURCE_LOCKED");
  }
}
