package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFilterTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "a, '', false",
    "a, a, true",
    "a, A, false",
    "a, b, false",
    "a, a.b, false",
    "a.b, a.b, true",
    "*, '', false",
    "*, a, true",
    "*, a.b, false",
    "*, ., false",
    "a.*, a, false",
    "a.*, a., true",
    "a.*, a.b, true",
    "a.*, a.b.c, false",
    "*.b, a.b, true",
    "*.*, ., true",
    "#, '', true",
    "#, a.b.c, true",
    "a.#, a, true",
    "a.#, a.b.c, true",
    "a.#, ab, false",
    "#.c, c, true",
    "#.c, a.b.c, true",
    "#.c, a.c.b, false",
    "#.*, '', false",
    "#.*, a, true",
    "*.#, a.b, true",
    "a.#.d, a.d, true",
    "a.#.d, a.b.c.d, true",
    "a.#.d, a.b.d.c, false",
    "a.#.b.#, a.b, true",
    "#.a.#.b, x.a.a.y.b, true",
    "#.a.*.b, a.b.a.c.b, true",
    "#.#, '', true",
    "a*, ab, false",
    "a.b*, a.bc, false",
    "a#, ab, false",
  })
  void takesWhatMatches(String pattern, String key, boolean taken) {
    assertThat(KeyFilter.of(pattern).takes(key)).isEqualTo(taken);
  }

  @Test
  void takesWhatMatchesAnyOfItsPatterns() {
    KeyFilter filter = KeyFilter.of("a.*").or("b").or("b");

    assertThat(filter.size()).isEqualTo(2);
    assertThat(filter.takes("a.x")).isTrue();
    assertThat(filter.takes("b")).isTrue();
    assertThat(filter.takes("c")).isFalse();
    assertThat(filter).isEqualTo(KeyFilter.of(List.of("b", "a.*")));
    assertThat(filter.or("#")).isSameAs(KeyFilter.ALL);
  }

  @Test
  @Timeout(10)
  void takesNoLongForPatternsThatAreMadeToTakeLong() {
    KeyFilter filter = KeyFilter.of("#.a".repeat(60).substring(1).replace(".a#", ".a.#"));
    String key = "a.".repeat(120) + "b";

    for (int i = 0; i < 10_000; i++) {
      assertThat(filter.takes(key)).isFalse();
    }
  }
}
