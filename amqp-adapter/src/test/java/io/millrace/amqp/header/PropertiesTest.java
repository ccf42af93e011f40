package io.millrace.amqp.header;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.LongStringHelper;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PropertiesTest {
  private static final Envelope ENVELOPE = new Envelope(1, false, "events", "orders.new");

  @Test
  void bringsHeadersKeyAndPropertiesBackAsTheyWere() {
    Headers headers =
        Headers.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .with("umlaut", "\u00fc")
            .with(AmqpHeaders.CONTENT_TYPE, "application/json")
            .with(AmqpHeaders.CORRELATION_ID, "c-7")
            .with(AmqpHeaders.PRIORITY, "9");
    Message<String> message =
        Message.builder("x").key("k").headers(headers).timestampMillis(7_000).build();

    AMQP.BasicProperties properties = PropertyWriter.write(message, true);

    assertThat(properties.getContentType()).isEqualTo("application/json");
    assertThat(properties.getPriority()).isEqualTo(9);
    assertThat(properties.getDeliveryMode()).isEqualTo(2);
    assertThat(PropertyReader.headers(ENVELOPE, properties).toMap())
        .containsAllEntriesOf(headers.toMap())
        .containsEntry(AmqpHeaders.ROUTING_KEY, "orders.new")
        .doesNotContainKeys(AmqpHeaders.KEY, AmqpHeaders.REDELIVERED);
    assertThat(PropertyReader.key(properties)).contains("k");
    assertThat(PropertyReader.attempt(properties)).isEqualTo(1);
    assertThat(PropertyReader.timestampMillis(properties)).isEqualTo(7_000);
  }

  @Test
  void doesNotPassOnHowAMessageCame() {
    Headers headers =
        PropertyReader.headers(
            new Envelope(1, true, "events", "orders.new"), new AMQP.BasicProperties());
    assertThat(headers.get(AmqpHeaders.REDELIVERED)).contains("true");

    AMQP.BasicProperties properties =
        PropertyWriter.write(Message.builder("x").headers(headers).build(), false);

    assertThat(properties.getHeaders()).isEmpty();
    assertThat(properties.getDeliveryMode()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // it is what the client has
  void writesEveryKindOfValueAsText() {
    Map<String, Object> table = new HashMap<>();
    table.put("text", LongStringHelper.asLongString("a \"b\"\n"));
    table.put("number", 7L);
    table.put("bytes", "raw".getBytes(UTF_8));
    table.put("time", new Date(0));
    table.put("nothing", null);
    table.put(
        "x-death",
        List.of(
            Map.of("reason", LongStringHelper.asLongString("re\"jected")),
            Arrays.asList(1, null, true)));

    Headers headers =
        PropertyReader.headers(ENVELOPE, new AMQP.BasicProperties.Builder().headers(table).build());

    assertThat(headers.toMap())
        .containsEntry("text", "a \"b\"\n")
        .containsEntry("number", "7")
        .containsEntry("bytes", "raw")
        .containsEntry("time", "1970-01-01T00:00:00Z")
        .containsEntry("nothing", "")
        .containsEntry("x-death", "[{\"reason\":\"re\\\"jected\"},[1,null,true]]");
  }

  @Test
  void keepsTheNumberOfTheNextAttempt() {
    AMQP.BasicProperties first = PropertyWriter.write(Message.of("x"), true);

    AMQP.BasicProperties next = PropertyWriter.withAttempt(first, 3, Optional.of("k"));

    assertThat(PropertyReader.attempt(next)).isEqualTo(3);
    assertThat(PropertyReader.key(next)).contains("k");
    assertThat(PropertyReader.headers(ENVELOPE, next).get(AmqpHeaders.ATTEMPT)).isEmpty();
  }

  @Test
  void refusesNamesThatTheProtocolHasNoRoomFor() {
    Message<String> message =
        Message.builder("x").headers(Headers.of("n".repeat(256), "v")).build();

    assertThatIllegalArgumentException().isThrownBy(() -> PropertyWriter.write(message, true));
  }
}
