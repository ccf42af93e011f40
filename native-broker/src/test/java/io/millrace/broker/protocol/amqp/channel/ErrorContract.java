package io.millrace.broker.protocol.amqp.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which mistake costs a client what, and what it reads. */
@Timeout(60)
abstract class ErrorContract {
  /** A connection to the broker that is looked at. */
  abstract Connection connect() throws Exception;

  @AfterEach
  void forgetWhatWasDeclared() throws Exception {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.queueDelete("plain");
      channel.queueDelete("theirs");
      for (String exchange : List.of("bound", "inside")) {
        channel.exchangeDelete(exchange);
      }
    }
  }

  static Stream<ErrorCase> cases() {
    return ErrorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMistakeCostsWhatItDoesOnRabbitMq(ErrorCase one) throws Exception {
    Connection connection = connect();
    Connection others = connect();
    try {
      Channel channel = connection.createChannel();
      Channel bystander = connection.createChannel();
      CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
      if (one.closesConnection()) {
        connection.addShutdownListener(end::complete);
      } else {
        channel.addShutdownListener(end::complete);
      }
      try {
        one.mistake().make(channel, others.createChannel());
      } catch (IOException | ShutdownSignalException told) {
        // The client throws what it was told.
      }

      ShutdownSignalException why = end.get(20, TimeUnit.SECONDS);
      assertThat(List.of(code(why.getReason()), isOfConnection(why)))
          .as(text(why.getReason()))
          .isEqualTo(List.of(one.code(), one.closesConnection()));
      assertThat(text(why.getReason())).startsWith(one.text());
      assertThat(bystander.isOpen()).isEqualTo(!one.closesConnection());
    } finally {
      connection.abort();
      others.abort();
    }
  }

  private static boolean isOfConnection(ShutdownSignalException why) {
    return why.getReason() instanceof AMQP.Connection.Close;
  }

  private static int code(Method reason) {
    return reason instanceof AMQP.Connection.Close close
        ? close.getReplyCode()
        : ((AMQP.Channel.Close) reason).getReplyCode();
  }

  private static String text(Method reason) {
    return reason instanceof AMQP.Connection.Close close
        ? close.getReplyText()
        : ((AMQP.Channel.Close) reason).getReplyText();
  }
}
