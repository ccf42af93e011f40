package io.millrace.broker.vhost;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Decimal;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Nothing;
import io.millrace.broker.message.HeaderValue.Real;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Single;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Timestamp;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import org.jspecify.annotations.Nullable;

/** How values that differ are shown: in the words of RabbitMQ, which its clients look for. */
final class Difference implements HeaderValue.Cases<String> {
  private static final Difference ALONE = new Difference(true);
  private static final Difference BESIDE_ANOTHER = new Difference(false);

  private final boolean typed;

  private Difference(boolean typed) {
    this.typed = typed;
  }

  /** What is no argument. */
  static String quoted(Object value) {
    return "'" + value + "'";
  }

  /** An argument, or that there is none, where there is another one, or none. */
  static String show(@Nullable HeaderValue argument, @Nullable HeaderValue other) {
    if (argument == null) {
      return "none";
    }
    return argument.match(other == null ? ALONE : BESIDE_ANOTHER);
  }

  private String show(Object value, String type) {
    return typed ? "the value " + quoted(value) + " of type " + quoted(type) : quoted(value);
  }

  @Override
  public String nothing(Nothing nothing) {
    return show("undefined", "void");
  }

  @Override
  public String flag(Flag flag) {
    return show(flag.value(), "bool");
  }

  @Override
  public String whole(Whole whole) {
    return show(
        whole.value(),
        switch (whole.type()) {
          case INT8 -> "byte";
          case UINT8 -> "unsignedbyte";
          case INT16 -> "short";
          case UINT16 -> "unsignedshort";
          case INT32 -> "signedint";
          case UINT32 -> "unsignedint";
          case INT64 -> "long";
        });
  }

  @Override
  public String single(Single single) {
    return show(single.value(), "float");
  }

  @Override
  public String real(Real real) {
    return show(real.value(), "double");
  }

  @Override
  public String decimal(Decimal decimal) {
    return show(decimal.unscaled() + "E-" + decimal.scale(), "decimal");
  }

  @Override
  public String timestamp(Timestamp timestamp) {
    return show(timestamp.seconds(), "timestamp");
  }

  @Override
  public String table(Table table) {
    return show(table.headers(), "table");
  }

  @Override
  public String sequence(Sequence sequence) {
    return show(sequence.values(), "array");
  }

  @Override
  public String text(Text text) {
    return show(text, "longstr");
  }

  @Override
  public String octets(Octets octets) {
    return show(octets, "binary");
  }
}
