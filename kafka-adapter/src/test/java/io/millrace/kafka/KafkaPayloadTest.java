package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaPayloadTest {
  private static final byte[] NOT_UTF8 = {'a', (byte) 0xC3, (byte) 0x28};

  record Order(String id, int cents) {}

  @Test
  void passesBytesWithoutACopy() throws Exception {
    byte[] value = {1, 2, 3};
    assertThat(KafkaPayload.bytes().decode(value)).isSameAs(value);
    assertThat(KafkaPayload.bytes().encode(value)).isSameAs(value);
  }

  @Test
  void keepsTombstonesApartFromEmptyValues() throws Exception {
    KafkaPayload<byte[]> bytes = KafkaPayload.bytes();
    assertThat(bytes.decode(null)).isEmpty();
    assertThat(bytes.encode(bytes.decode(null))).isNull();
    assertThat(bytes.encode(bytes.decode(new byte[0]))).isNotNull().isEmpty();
  }

  @Test
  void readsAndWritesText() throws Exception {
    String text = "grün, 緑, \uD83D\uDFE2, \uFFFD";
    assertThat(KafkaPayload.text().decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(KafkaPayload.text().encode(text)).isEqualTo(text.getBytes(UTF_8));
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    assertThatThrownBy(() -> KafkaPayload.text().decode(NOT_UTF8))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void readsAndWritesJson() throws Exception {
    KafkaPayload<Order> json = KafkaPayload.json(Order.class);
    Order order = new Order("o-1", 250);
    assertThat(json.decode(json.encode(order))).isEqualTo(order);
  }

  @Test
  void ignoresPropertiesThatANewerProducerAdded() throws Exception {
    byte[] value = "{\"id\":\"o-1\",\"cents\":2,\"currency\":\"EUR\"}".getBytes(UTF_8);
    assertThat(KafkaPayload.json(Order.class).decode(value)).isEqualTo(new Order("o-1", 2));
  }

  @Test
  void refusesBrokenJsonAndNullAndTrailingText() {
    KafkaPayload<Order> json = KafkaPayload.json(Order.class);
    for (String broken : new String[] {"{\"id\":", "null", "{\"id\":\"o\",\"cents\":1} more", ""}) {
      assertThatThrownBy(() -> json.decode(broken.getBytes(UTF_8)))
          .as(broken)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesTombstonesWhereTheyWouldBeTakenForValues() {
    assertThatThrownBy(() -> KafkaPayload.text().decode(null))
        .isInstanceOf(TombstoneException.class)
        .hasMessageContaining("withTombstones()");
    assertThatThrownBy(() -> KafkaPayload.json(Order.class).decode(null))
        .isInstanceOf(TombstoneException.class);
  }

  @Test
  void letsTombstonesThroughOnRequest() throws Exception {
    KafkaPayload<Optional<String>> text = KafkaPayload.text().withTombstones();
    assertThat(text.decode(null)).isEmpty();
    assertThat(text.encode(Optional.empty())).isNull();
    assertThat(text.decode(text.encode(Optional.of("")))).contains("");
  }
}
