package io.millrace.broker.message;

import java.util.List;

/**
 * A typed value of a header or an argument: one of the kinds that an AMQP field table knows. What
 * other protocols carry is a subset.
 *
 * <p>All are immutable values. Two are equal if kind and value are; how an exchange compares them
 * is its own matter.
 */
public sealed interface HeaderValue
    permits HeaderValue.Nothing,
        HeaderValue.Flag,
        HeaderValue.Whole,
        HeaderValue.Single,
        HeaderValue.Real,
        HeaderValue.Decimal,
        HeaderValue.Timestamp,
        HeaderValue.Table,
        HeaderValue.Sequence,
        Text,
        Octets {

  <R> R match(Cases<R> cases);

  /** How deep values are nested in this one: 0 unless it is a table or a sequence. */
  default int depth() {
    return 0;
  }

  static HeaderValue of(String text) {
    return Text.of(text);
  }

  static HeaderValue of(boolean value) {
    return new Flag(value);
  }

  static HeaderValue of(int value) {
    return new Whole(IntegerType.INT32, value);
  }

  static HeaderValue of(long value) {
    return new Whole(IntegerType.INT64, value);
  }

  static HeaderValue of(double value) {
    return new Real(value);
  }

  static HeaderValue of(Headers table) {
    return new Table(table);
  }

  /** An answer for every kind. */
  interface Cases<R> {
    R nothing(Nothing nothing);

    R flag(Flag flag);

    R whole(Whole whole);

    R single(Single single);

    R real(Real real);

    R decimal(Decimal decimal);

    R timestamp(Timestamp timestamp);

    R table(Table table);

    R sequence(Sequence sequence);

    R text(Text text);

    R octets(Octets octets);
  }

  /** A name without a value. */
  record Nothing() implements HeaderValue {
    public static final Nothing NOTHING = new Nothing();

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.nothing(this);
    }
  }

  /** True or false. */
  record Flag(boolean value) implements HeaderValue {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.flag(this);
    }
  }

  /** An integer, and in which of its sizes it came. */
  record Whole(IntegerType type, long value) implements HeaderValue {
    public Whole {
      if (!type.holds(value)) {
        throw new IllegalArgumentException(value + " is no " + type);
      }
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.whole(this);
    }
  }

  /** A floating-point number of 32 bits. */
  record Single(float value) implements HeaderValue {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.single(this);
    }
  }

  /** A floating-point number of 64 bits. */
  record Real(double value) implements HeaderValue {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.real(this);
    }
  }

  /**
   * {@code unscaled} / 10<sup>{@code scale}</sup>.
   *
   * @param scale 0 to 255
   */
  record Decimal(int scale, int unscaled) implements HeaderValue {
    public Decimal {
      if (scale < 0 || scale > 255) {
        throw new IllegalArgumentException("scale " + scale + " is not within 0 to 255");
      }
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.decimal(this);
    }
  }

  /** Seconds since 1970, UTC. */
  record Timestamp(long seconds) implements HeaderValue {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.timestamp(this);
    }
  }

  /** Named values. */
  record Table(Headers headers) implements HeaderValue {
    public Table {
      Headers.checkDepth(headers.depth() + 1);
    }

    @Override
    public int depth() {
      return headers.depth() + 1;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.table(this);
    }
  }

  /** Values one after the other, not necessarily of one kind. */
  record Sequence(List<HeaderValue> values) implements HeaderValue {
    public Sequence {
      values = List.copyOf(values);
      Headers.checkDepth(depthOf(values));
    }

    @Override
    public int depth() {
      return depthOf(values);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.sequence(this);
    }

    private static int depthOf(List<HeaderValue> values) {
      int depth = 0;
      for (HeaderValue value : values) {
        depth = Math.max(depth, value.depth());
      }
      return depth + 1;
    }
  }
}
