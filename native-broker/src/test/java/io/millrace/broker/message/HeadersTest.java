package io.millrace.broker.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private final Headers twice =
      Headers.builder()
          .put("a", HeaderValue.of(1))
          .put("b", HeaderValue.of(2))
          .put("a", HeaderValue.of(3))
          .build();

  @Test
  void keepsTheOrderAndRepeatedNames() {
    assertThat(twice)
        .hasToString(
            "{a=Whole[type=INT32, value=1], b=Whole[type=INT32, value=2],"
                + " a=Whole[type=INT32, value=3]}");
    assertThat(twice.get("a")).isEqualTo(HeaderValue.of(1));
    assertThat(twice.get("c")).isNull();
  }

  @Test
  void settingANameLeavesOneInItsPlace() {
    Headers changed = twice.with("a", HeaderValue.of(9));

    assertThat(changed.count()).isEqualTo(2);
    assertThat(changed.name(0)).isEqualTo("a");
    assertThat(changed.value(0)).isEqualTo(HeaderValue.of(9));
    assertThat(twice.with("c", HeaderValue.of(9)).name(3)).isEqualTo("c");
  }

  @Test
  void takesAwayAllOfAName() {
    assertThat(twice.without("a").count()).isEqualTo(1);
    assertThat(twice.without("c")).isSameAs(twice);
    assertThat(Headers.of("a", "1").without("a")).isSameAs(Headers.EMPTY);
  }

  @Test
  void refusesToNestDeeperThanTheLimit() {
    HeaderValue value = HeaderValue.of(1);
    for (int i = 0; i < Headers.MAX_DEPTH; i++) {
      value = i % 2 == 0 ? new HeaderValue.Sequence(List.of(value)) : table(value);
    }
    HeaderValue deepest = value;

    assertThat(deepest.depth()).isEqualTo(Headers.MAX_DEPTH);
    assertThatIllegalArgumentException().isThrownBy(() -> table(deepest));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeaderValue.Sequence(List.of(deepest)));
  }

  @Test
  void anIntegerHasTheSizeOfItsType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeaderValue.Whole(IntegerType.UINT16, 65_536))
        .withMessage("65536 is no UINT16");
  }

  private static HeaderValue table(HeaderValue value) {
    return HeaderValue.of(Headers.builder().put("t", value).build());
  }
}
