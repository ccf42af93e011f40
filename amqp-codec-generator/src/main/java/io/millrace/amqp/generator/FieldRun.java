package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Field;
import java.util.ArrayList;
import java.util.List;

/** Fields that are read and written at once: one alone, or bits that share an octet. */
record FieldRun(List<Field> fields, int number) {
  private static final int BITS = 8;

  /** The runs of a method's fields, in order. */
  static List<FieldRun> of(List<Field> fields) {
    List<FieldRun> runs = new ArrayList<>();
    for (Field field : fields) {
      FieldRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (field.type() == FieldType.BIT && last != null && last.hasRoomForBit()) {
        last.fields.add(field);
      } else {
        runs.add(new FieldRun(new ArrayList<>(List.of(field)), runs.size()));
      }
    }
    return runs;
  }

  private boolean hasRoomForBit() {
    return areBits() && fields.size() < BITS;
  }

  private boolean areBits() {
    return fields.get(0).type() == FieldType.BIT;
  }

  /** Writes the statements that read the fields, and adds the expressions that have them. */
  void decode(JavaSource source, List<String> arguments) {
    Field first = fields.get(0);
    if (areBits()) {
      decodeBits(source, arguments);
    } else if (first.reserved()) {
      source.line("in.%s();".formatted(skip(first.type())));
    } else {
      String variable = Names.variable(first.name());
      source.line(
          "%s %s = in.%s();".formatted(first.type().javaType(), variable, first.type().call()));
      arguments.add(variable);
    }
  }

  private void decodeBits(JavaSource source, List<String> arguments) {
    if (fields.stream().allMatch(Field::reserved)) {
      source.line("in.skipOctet();");
      return;
    }
    String variable = "bits" + number;
    source.line("int %s = in.octet();".formatted(variable));
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).reserved()) {
        arguments.add("(%s & %d) != 0".formatted(variable, 1 << i));
      }
    }
  }

  /** Writes the statements that write the fields. */
  void encode(JavaSource source) {
    Field first = fields.get(0);
    if (areBits()) {
      source.line("FieldWriter.octet(%s, out);".formatted(bits()));
    } else {
      source.line(
          "FieldWriter.%s(%s, out);"
              .formatted(
                  first.type().call(),
                  first.reserved() ? first.type().empty() : Names.variable(first.name())));
    }
  }

  private String bits() {
    List<String> bits = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).reserved()) {
        bits.add("(%s ? %d : 0)".formatted(Names.variable(fields.get(i).name()), 1 << i));
      }
    }
    return bits.isEmpty() ? "0" : String.join(" | ", bits);
  }

  private static String skip(FieldType type) {
    return switch (type) {
      case BIT, OCTET -> "skipOctet";
      case SHORT -> "skipShort";
      case SHORT_STRING -> "skipShortString";
      case OCTETS, LONG_STRING -> "skipLongString";
      case LONG, LONG_LONG, TABLE ->
          throw new IllegalArgumentException("a reserved field of type " + type);
    };
  }
}
