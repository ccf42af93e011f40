package io.millrace.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.interop.program.Figures;
import io.millrace.interop.server.AmqpServer;
import io.millrace.interop.server.AmqpServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;

/** Spring AMQP: templates and both kinds of listener containers. */
@ExtendWith(AmqpServerExtension.class)
class SpringAmqpTest {
  private static final int COUNT = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CachingConnectionFactory connections;
  private final String name = Names.fresh("spring");
  private RabbitAdmin admin;
  private RabbitTemplate template;

  SpringAmqpTest(AmqpServer server) {
    connections = new CachingConnectionFactory(server.host(), server.port());
  }

  @BeforeEach
  void declare() {
    connections.setPublisherConfirmType(ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    admin = new RabbitAdmin(connections);
    template = new RabbitTemplate(connections);
    template.setMandatory(true);
    admin.declareQueue(
        QueueBuilder.durable(name)
            .deadLetterExchange("")
            .deadLetterRoutingKey(name + ".dead")
            .build());
    admin.declareQueue(QueueBuilder.durable(name + ".dead").build());
  }

  @AfterEach
  void deleteAll() {
    admin.deleteQueue(name);
    admin.deleteQueue(name + ".dead");
    connections.destroy();
  }

  @Test
  void confirmsAndReturnsByCorrelation() throws Exception {
    TopicExchange exchange = new TopicExchange(name, false, true);
    admin.declareExchange(exchange);
    admin.declareBinding(
        BindingBuilder.bind(QueueBuilder.durable(name).build()).to(exchange).with("orders.#"));
    List<CorrelationData> sent =
        IntStream.range(0, COUNT)
            .mapToObj(
                i -> {
                  CorrelationData data = new CorrelationData("c" + i);
                  String key = i % 5 == 0 ? "invoices" : "orders.new";
                  template.convertAndSend(name, key, "m" + i, data);
                  return data;
                })
            .toList();
    for (CorrelationData each : sent) {
      assertThat(each.getFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).ack()).isTrue();
    }
    List<ReturnedMessage> returned =
        sent.stream().map(CorrelationData::getReturned).filter(each -> each != null).toList();
    assertThat(returned).hasSize(COUNT / 5).allMatch(each -> each.getReplyCode() == 312);
    assertThat(admin.getQueueInfo(name).getMessageCount()).isEqualTo(COUNT - COUNT / 5);
    Figures.line("Spring AMQP template", "%d confirmed, %d returned", COUNT, returned.size());
  }

  @Test
  void callsAndIsAnswered() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setQueueNames(name);
    container.setMessageListener(new MessageListenerAdapter(new Shouting(), "shout"));
    container.start();
    try {
      template.setReplyTimeout(PATIENCE.toMillis());
      long start = System.nanoTime();
      for (int i = 0; i < COUNT; i++) {
        assertThat(template.convertSendAndReceive("", name, "call " + i)).isEqualTo("CALL " + i);
      }
      Figures.line("Spring AMQP RPC", "%d calls, %,d/s", COUNT, Figures.perSecond(COUNT, start));
    } finally {
      container.stop();
    }
  }

  /** What answers; named by its method. */
  public static final class Shouting {
    /** Answers in capitals. */
    public String shout(String text) {
      return text.toUpperCase(java.util.Locale.ROOT);
    }
  }

  @Test
  void listensInSimpleContainer() {
    SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
    container.setConcurrentConsumers(3);
    listen("simple", container);
  }

  @Test
  void listensInDirectContainer() {
    DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
    container.setConsumersPerQueue(3);
    container.setMessagesPerAck(10);
    listen("direct", container);
  }

  /** A message in ten fails once and comes again, one in fifty fails for good. */
  private void listen(String kind, AbstractMessageListenerContainer container) {
    Queue<String> handled = new ConcurrentLinkedQueue<>();
    Queue<String> failedOnce = new ConcurrentLinkedQueue<>();
    container.setQueueNames(name);
    container.setPrefetchCount(20);
    container.setAcknowledgeMode(AcknowledgeMode.AUTO);
    container.setErrorHandler(failure -> rethrow(failure));
    container.setMessageListener(message -> handle(message, handled, failedOnce));
    container.start();
    try {
      for (int i = 0; i < COUNT; i++) {
        template.convertAndSend("", name, Integer.toString(i));
      }
      int lost = COUNT / 50;
      await().atMost(PATIENCE).until(() -> handled.size() >= COUNT - lost);
      await()
          .atMost(PATIENCE)
          .until(() -> admin.getQueueInfo(name + ".dead").getMessageCount() == lost);
      assertThat(handled.stream().distinct()).hasSize(COUNT - lost);
      Figures.line(
          "Spring AMQP " + kind + " container",
          "%d handled by 3 consumers, %d after another try, %d dead letters",
          COUNT - lost,
          failedOnce.size(),
          lost);
    } finally {
      container.stop();
    }
    assertThat(admin.getQueueInfo(name).getMessageCount()).isZero();
  }

  private static void rethrow(Throwable failure) {
    throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
  }

  private static void handle(Message message, Queue<String> handled, Queue<String> failedOnce) {
    String text = new String(message.getBody(), java.nio.charset.StandardCharsets.UTF_8);
    int number = Integer.parseInt(text);
    if (number % 50 == 0) {
      throw new org.springframework.amqp.AmqpRejectAndDontRequeueException("for good");
    }
    if (number % 10 == 0 && !message.getMessageProperties().isRedelivered()) {
      failedOnce.add(text);
      throw new IllegalStateException("once");
    }
    handled.add(text);
  }
}
