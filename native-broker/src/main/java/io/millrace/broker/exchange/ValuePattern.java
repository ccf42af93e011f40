package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * What a value in a binding's arguments expects of a header of its name.
 *
 * <p>As in RabbitMQ, values are the same whatever the size of their type: integers and timestamps
 * are numbers, texts and octets are bytes, floating-point numbers of 32 and 64 bits are one kind;
 * an integer is no floating-point number. No value at all expects only that the header is there.
 */
final class ValuePattern implements HeaderValue.Cases<Predicate<HeaderValue>> {
  private static final ValuePattern INSTANCE = new ValuePattern();

  private ValuePattern() {}

  static Predicate<HeaderValue> of(HeaderValue expected) {
    return expected.match(INSTANCE);
  }

  @Override
  public Predicate<HeaderValue> nothing(HeaderValue.Nothing expected) {
    return value -> true;
  }

  @Override
  public Predicate<HeaderValue> flag(HeaderValue.Flag expected) {
    return expected::equals;
  }

  @Override
  public Predicate<HeaderValue> whole(HeaderValue.Whole expected) {
    return number(expected.value());
  }

  @Override
  public Predicate<HeaderValue> timestamp(HeaderValue.Timestamp expected) {
    return number(expected.seconds());
  }

  @Override
  public Predicate<HeaderValue> single(HeaderValue.Single expected) {
    return real(expected.value());
  }

  @Override
  public Predicate<HeaderValue> real(HeaderValue.Real expected) {
    return real(expected.value());
  }

  @Override
  public Predicate<HeaderValue> decimal(HeaderValue.Decimal expected) {
    return expected::equals;
  }

  @Override
  public Predicate<HeaderValue> table(HeaderValue.Table expected) {
    return expected::equals;
  }

  @Override
  public Predicate<HeaderValue> sequence(HeaderValue.Sequence expected) {
    return expected::equals;
  }

  @Override
  public Predicate<HeaderValue> text(Text expected) {
    return bytes(expected.bytes());
  }

  @Override
  public Predicate<HeaderValue> octets(Octets expected) {
    return bytes(expected.bytes());
  }

  private static Predicate<HeaderValue> number(long expected) {
    return value ->
        value instanceof HeaderValue.Whole whole
            ? whole.value() == expected
            : value instanceof HeaderValue.Timestamp timestamp && timestamp.seconds() == expected;
  }

  private static Predicate<HeaderValue> real(double expected) {
    return value ->
        value instanceof HeaderValue.Real real
            ? real.value() == expected
            : value instanceof HeaderValue.Single single && single.value() == expected;
  }

  private static Predicate<HeaderValue> bytes(byte[] expected) {
    return value ->
        value instanceof Text text
            ? Arrays.equals(text.bytes(), expected)
            : value instanceof Octets octets && Arrays.equals(octets.bytes(), expected);
  }
}
