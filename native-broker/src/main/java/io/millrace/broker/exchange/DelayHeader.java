package io.millrace.broker.exchange;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import java.math.BigDecimal;

/**
 * The header {@code x-delay}: how many milliseconds a message is held back. Any kind of number will
 * do, and a text of digits, as in RabbitMQ's plugin.
 */
public final class DelayHeader {
  public static final String NAME = "x-delay";

  /** The longest delay, about 49 days; a longer one is none at all, as in that plugin. */
  public static final long MAX_MILLIS = 0xFFFF_FFFFL;

  private static final Milliseconds MILLISECONDS = new Milliseconds();

  private DelayHeader() {}

  /** 1 to {@link #MAX_MILLIS}, or 0 if the message is not held back. */
  public static long delayMillis(Headers headers) {
    HeaderValue value = headers.get(NAME);
    long millis = value == null ? 0 : value.match(MILLISECONDS);
    return millis < 0 || millis > MAX_MILLIS ? 0 : millis;
  }

  private static final class Milliseconds implements HeaderValue.Cases<Long> {
    @Override
    public Long nothing(HeaderValue.Nothing nothing) {
      return 0L;
    }

    @Override
    public Long flag(HeaderValue.Flag flag) {
      return 0L;
    }

    @Override
    public Long whole(HeaderValue.Whole whole) {
      return whole.value();
    }

    @Override
    public Long single(HeaderValue.Single single) {
      return (long) single.value();
    }

    @Override
    public Long real(HeaderValue.Real real) {
      return (long) real.value();
    }

    @Override
    public Long decimal(HeaderValue.Decimal decimal) {
      return BigDecimal.valueOf(decimal.unscaled(), decimal.scale()).longValue();
    }

    @Override
    public Long timestamp(HeaderValue.Timestamp timestamp) {
      return 0L;
    }

    @Override
    public Long table(HeaderValue.Table table) {
      return 0L;
    }

    @Override
    public Long sequence(HeaderValue.Sequence sequence) {
      return 0L;
    }

    /** Up to ten digits are within a long, and enough for the longest delay. */
    @Override
    public Long text(Text text) {
      String digits = text.toString();
      return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : 0L;
    }

    @Override
    public Long octets(Octets octets) {
      return 0L;
    }
  }
}
