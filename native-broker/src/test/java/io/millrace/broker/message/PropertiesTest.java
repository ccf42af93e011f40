package io.millrace.broker.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PropertiesTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  void aBuilderStartsWithWhatIsThere(@ForAll("properties") Properties properties) {
    assertThat(properties.toBuilder().build()).isEqualTo(properties);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void changingOneLeavesTheOthers(@ForAll("properties") Properties properties) {
    Properties changed = properties.toBuilder().messageId("m").priority(3).build();

    assertThat(changed.messageId()).contains("m");
    assertThat(changed.priorityOr(-1)).isEqualTo(3);
    assertThat(changed.headers()).isEqualTo(properties.headers());
    assertThat(changed.appId()).isEqualTo(properties.appId());
    assertThat(changed.correlationData()).isEqualTo(properties.correlationData());
    assertThat(changed.deliverAtMillisOr(-1)).isEqualTo(properties.deliverAtMillisOr(-1));
    assertThat(changed.timestampSeconds()).isEqualTo(properties.timestampSeconds());
    assertThat(changed.deliveryModeOr(-1)).isEqualTo(properties.deliveryModeOr(-1));
    assertThat(changed.qosOr(-1)).isEqualTo(properties.qosOr(-1));
  }

  @Test
  void hasNothingUnlessSet() {
    Properties none = Properties.builder().build();

    assertThat(none).isSameAs(Properties.NONE);
    assertThat(none.contentType()).isEmpty();
    assertThat(none.correlationData()).isNull();
    assertThat(none.headers()).isSameAs(Headers.EMPTY);
    assertThat(none.expirationMillisOr(-1)).isEqualTo(-1);
    assertThat(none.timestampSeconds()).isEmpty();
    assertThat(none.isPersistent()).isFalse();
    assertThat(none.isRetained()).isFalse();
  }

  @Test
  void settingAgainReplaces() {
    Properties properties =
        Properties.builder().priority(200).type("a").deliveryMode(1).priority(7).type("b").build();

    assertThat(properties.priorityOr(-1)).isEqualTo(7);
    assertThat(properties.deliveryModeOr(-1)).isEqualTo(1);
    assertThat(properties.type()).contains("b");
  }

  @Test
  void takesExpirationAndHeadersAway() {
    Properties properties =
        Properties.builder().expirationMillis(5).headers(Headers.of("a", "1")).build();

    assertThat(properties.toBuilder().noExpiration().headers(Headers.EMPTY).build())
        .isEqualTo(Properties.NONE);
  }

  @Test
  void anEmptyTableOfHeadersIsRememberedUntilThereAreSomeOrNone() {
    Properties empty = Properties.builder().headers(Headers.of("a", "1")).emptyHeaders().build();

    assertThat(empty.hasHeaders()).isTrue();
    assertThat(empty.headers()).isSameAs(Headers.EMPTY);
    assertThat(empty.withHeaders(Headers.of("a", "1")))
        .isEqualTo(Properties.builder().headers(Headers.of("a", "1")).build());
    assertThat(empty.withHeaders(Headers.EMPTY)).isEqualTo(Properties.NONE);
    assertThat(Properties.NONE.hasHeaders()).isFalse();
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> Properties.builder().priority(256));
    assertThatIllegalArgumentException().isThrownBy(() -> Properties.builder().qos(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Properties.builder().expirationMillis(-1));
  }

  @Test
  void namesWhatIsThereAndShowsNoValue() {
    Properties properties = Properties.builder().userId("secret").persistent().build();

    assertThat(properties).hasToString("Properties[USER_ID, DELIVERY_MODE]");
  }

  @Provide
  static Arbitrary<Properties> properties() {
    return AnyMessage.properties();
  }
}
