package io.millrace.broker.protocol.amqp.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Properties;
import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.BasicAck;
import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelect;
import io.millrace.broker.protocol.amqp.codec.ConfirmSelectOk;
import io.millrace.broker.protocol.amqp.codec.QueueDeclare;
import io.millrace.broker.protocol.amqp.codec.QueueDeclareOk;
import io.millrace.broker.protocol.amqp.codec.QueuePurge;
import io.millrace.broker.protocol.amqp.codec.QueuePurgeOk;
import io.millrace.broker.protocol.amqp.connection.AmqpSettings;
import io.millrace.broker.server.Broker;
import io.millrace.broker.server.BrokerSettings;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that breaks a rule of the protocol is told which; another one does not notice. */
@Timeout(60)
class ProtocolViolationTest {
  private static final String QUEUE = "bystander";

  private static Broker broker;
  private static RawClient bystander;

  @BeforeAll
  static void start() throws IOException {
    broker =
        Broker.start(
            BrokerSettings.embedded()
                .withAmqp(AmqpSettings.DEFAULT.withEndpoints(Endpoint.loopback(0))));
    bystander = RawClient.open(endpoint()).channel(1);
    bystander.send(1, new QueueDeclare(QUEUE, false, false, true, false, false, Headers.EMPTY));
    bystander.expect(QueueDeclareOk.class);
    bystander.send(1, new ConfirmSelect(false)).expect(ConfirmSelectOk.class);
  }

  @AfterAll
  static void stop() throws IOException {
    bystander.close();
    broker.close();
  }

  private static Endpoint endpoint() {
    return broker.amqpEndpoints().get(0);
  }

  static Stream<Violation> violations() {
    return Violations.all();
  }

  @ParameterizedTest
  @MethodSource("violations")
  void whoeverBreaksARuleIsToldAndNobodyElse(Violation violation) throws IOException {
    assertThat(violation.farewell(endpoint(), violation.told())).isEqualTo(violation.told());

    bystander.send(1, new BasicPublish("", QUEUE, false, false), Properties.NONE, new byte[9]);
    bystander.expect(BasicAck.class);
    bystander.send(1, new QueuePurge(QUEUE, false));
    assertThat(bystander.expect(QueuePurgeOk.class).messageCount()).isEqualTo(1);
  }

  @Test
  void aHundredRulesAreBroken() {
    assertThat(Violations.all().map(Violation::name))
        .hasSizeGreaterThan(100)
        .doesNotHaveDuplicates();
  }
}
