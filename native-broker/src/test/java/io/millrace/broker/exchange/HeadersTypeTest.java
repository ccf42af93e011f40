package io.millrace.broker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.IntegerType;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HeadersTypeTest {

  @Property(edgeCases = EdgeCasesMode.NONE)
  void matchesAsDocumented(
      @ForAll("headers") Headers expected,
      @ForAll("modes") String mode,
      @ForAll("headers") Headers headers) {
    Headers arguments = mode.isEmpty() ? expected : expected.with("x-match", HeaderValue.of(mode));

    assertThat(HeadersPattern.of(arguments).matches(headers))
        .as("%s of %s", arguments, headers)
        .isEqualTo(NaiveHeaders.matches(arguments, headers));
  }

  @Test
  void anIntegerOfAnySizeIsTheSameAndAFloatingPointNumberIsNot() {
    Headers arguments = Headers.builder().put("n", HeaderValue.of(5)).build();

    assertThat(matches(arguments, new HeaderValue.Whole(IntegerType.UINT8, 5))).isTrue();
    assertThat(matches(arguments, HeaderValue.of(5L))).isTrue();
    assertThat(matches(arguments, new HeaderValue.Timestamp(5))).isTrue();
    assertThat(matches(arguments, HeaderValue.of(5.0))).isFalse();
    assertThat(matches(arguments, HeaderValue.of("5"))).isFalse();
  }

  @Test
  void anArgumentWithoutAValueExpectsThatTheHeaderIsThere() {
    Headers arguments = Headers.builder().put("n", HeaderValue.Nothing.NOTHING).build();

    assertThat(matches(arguments, HeaderValue.of("whatever"))).isTrue();
    assertThat(HeadersPattern.of(arguments).matches(Headers.EMPTY)).isFalse();
  }

  @Test
  void aTextIsTheSameInBytes() {
    Headers arguments = Headers.of("n", "abc");

    assertThat(matches(arguments, Octets.of(new byte[] {'a', 'b', 'c'}))).isTrue();
    assertThat(matches(arguments, Text.of("abd"))).isFalse();
  }

  @Test
  void namesThatBeginWithXCountOnlyWhenToldSo() {
    Headers headers = Headers.of("x-a", "1");
    Headers other = Headers.of("x-a", "2");

    assertThat(HeadersPattern.of(other).matches(headers)).isTrue();
    assertThat(
            HeadersPattern.of(other.with("x-match", HeaderValue.of("all-with-x"))).matches(headers))
        .isFalse();
    assertThat(HeadersPattern.of(headers.with("x-match", HeaderValue.of("any"))).matches(headers))
        .isFalse();
    assertThat(
            HeadersPattern.of(headers.with("x-match", HeaderValue.of("any-with-x")))
                .matches(headers))
        .isTrue();
  }

  @Test
  void refusesAnotherMatch() {
    Headers arguments = Headers.of("x-match", "most");

    assertThat(new HeadersType().refusalOfBinding(Headers.EMPTY, bound(arguments)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("most").contains("any-with-x"));
    assertThat(
            new HeadersType()
                .refusalOfBinding(
                    Headers.EMPTY,
                    bound(Headers.builder().put("x-match", HeaderValue.of(true)).build())))
        .isPresent();
  }

  @Provide
  static Arbitrary<String> modes() {
    return Arbitraries.of("", "all", "any", "all-with-x", "any-with-x");
  }

  @Provide
  static Arbitrary<Headers> headers() {
    Arbitrary<String> names = Arbitraries.of("a", "b", "c", "x-d", "x-e", "x-");
    return Combinators.combine(names, values())
        .as((name, value) -> Headers.builder().put(name, value).build())
        .list()
        .uniqueElements(header -> header.name(0))
        .ofMaxSize(5)
        .map(HeadersTypeTest::joined);
  }

  private static Headers joined(List<Headers> all) {
    Headers.Builder joined = Headers.builder();
    all.forEach(one -> joined.put(one.name(0), one.value(0)));
    return joined.build();
  }

  private static Arbitrary<HeaderValue> values() {
    return Arbitraries.of(
        HeaderValue.Nothing.NOTHING,
        HeaderValue.of(1),
        HeaderValue.of(1L),
        HeaderValue.of(2),
        new HeaderValue.Timestamp(1),
        HeaderValue.of(1.0),
        new HeaderValue.Single(1.0f),
        HeaderValue.of(true),
        HeaderValue.of(false),
        HeaderValue.of("1"),
        Octets.of(new byte[] {'1'}),
        new HeaderValue.Decimal(0, 1),
        HeaderValue.of(Headers.of("t", "1")),
        new HeaderValue.Sequence(List.of(HeaderValue.of(1))));
  }

  private static boolean matches(Headers arguments, HeaderValue value) {
    return HeadersPattern.of(arguments).matches(Headers.builder().put("n", value).build());
  }

  private static Binding bound(Headers arguments) {
    return Binding.toQueue("x", "q", "").withArguments(arguments);
  }
}
