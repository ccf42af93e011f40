package io.millrace.broker.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  void findsWhatJavaFinds(@ForAll("expressions") String expression, @ForAll("names") String name) {
    assertThat(NamePattern.of(expression).isFoundIn(name))
        .as("%s in %s", expression, name)
        .isEqualTo(Pattern.compile(expression).matcher(name).find());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ^amq\\.,          amq.topic,      true
          ^amq\\.,          my.amq.topic,   false
          ^(?!amq\\.).*,    amq.topic,      false
          ^(?!amq\\.).*,    orders,         true
          ders,             orders,         true
          ^$,               orders,         false
          ^$,               '',             true
          .*,               orders,         true
          ^(a|b|),          c,              true
          ^[^.]+$,          a.b,            false
          '^\\w+-\\d{2,3}$', q-123,        true
          '^\\w+-\\d{2,3}$', q-1,          false
          (?i)^ORDERS$,     orders,         true
          ^{user}$,         {user},         true
          ^[]-]$,           ],              true
          ^[a\\-z]$,        m,              false
          ^\\x41$,          A,              true
          \\bb\\b,          a b c,          true
          \\bb\\b,          abc,            false
          """)
  void finds(String expression, String name, boolean found) {
    assertThat(NamePattern.of(expression).isFoundIn(name)).isEqualTo(found);
  }

  @Test
  void takesEveryNameInAFewMillisecondsWhateverTheExpression() {
    List<String> hostile =
        List.of(
            "^(a+)+$",
            "^(a|a)*$",
            "^(.*)*.*=.*$",
            "^((a?){50}){20}b$",
            "(|){40}".repeat(9) + "b",
            "a(a?|b?)".repeat(40) + "z",
            "(a*)*".repeat(50) + "b",
            "^(?=(?=(?=.*a).*a).*a)".repeat(20) + ".*b");
    String name = "a".repeat(255);
    for (String expression : hostile) {
      NamePattern pattern = NamePattern.of(expression);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> assertThat(pattern.isFoundIn(name + "!")).isFalse(),
          expression);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[",
        "[a",
        "*",
        "a**",
        "a++",
        "+a",
        "(a)\\1",
        "(?<=a)b",
        "(?<!a)b",
        "(?>a)",
        "(?<n>a)",
        "(?m)a",
        "\\",
        "\\q",
        "\\p{L}",
        "[[:alpha:]]",
        "[z-a]",
        "a{2,1}",
        "a{1001}",
        "\\x4",
        "((a{100}){100}){100}",
        "(((){1000}){1000}){1000}",
        "[a\\"
      })
  void refusesWhatItDoesNotKnow(String expression) {
    assertThatExceptionOfType(InvalidPatternException.class)
        .isThrownBy(() -> NamePattern.of(expression));
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> NamePattern.of("a".repeat(NamePattern.MAX_LENGTH + 1)))
        .hasMessage("longer than 4096 characters");
    assertThatThrownBy(() -> NamePattern.of("(".repeat(2000) + ")".repeat(2000)))
        .hasMessageContaining("a group within 100 others");
    assertThatThrownBy(() -> NamePattern.of("(?=a{1000})".repeat(30)))
        .hasMessageContaining("look-ahead of more than 20000 steps");
  }

  @Test
  void saysWhereAnExpressionIsWrong() {
    assertThatThrownBy(() -> NamePattern.of("ab)c")).hasMessage("')' is not expected at index 2");
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.\n_").ofMaxLength(8);
  }

  @Provide
  static Arbitrary<String> expressions() {
    return expressions(3);
  }

  /** Without counts of parts that may be empty: Java counts an empty one as all that are left. */
  private static Arbitrary<String> expressions(int depth) {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "a", "b", ".", "\\.", "[ab]", "[^a]", "[a-b_]", "\\w", "\\W", "\\s", "\\d", "^", "$",
            "\\b", "\\B", "\\z", "\\A", "[ab]{2}", "b{2,3}");
    if (depth == 0) {
      return atoms;
    }
    Arbitrary<String> inner = expressions(depth - 1);
    Arbitrary<String> quantifiers =
        Arbitraries.of("*", "+", "?", "{0,2}", "{1,}", "*?", "+?", "{0}");
    return Arbitraries.oneOf(
        atoms,
        inner.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts)),
        inner.list().ofMinSize(1).ofMaxSize(3).map(parts -> "(" + String.join("|", parts) + ")"),
        Combinators.combine(inner, quantifiers).as((part, many) -> "(?:" + part + ")" + many),
        inner.map(part -> "(?=" + part + ")"),
        inner.map(part -> "(?!" + part + ")"));
  }
}
