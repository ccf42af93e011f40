package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Field;
import io.millrace.amqp.generator.Description.Method;
import io.millrace.amqp.generator.Description.MethodClass;
import io.millrace.amqp.generator.Description.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the record of one method: its fields, how they are read and how they are written. */
final class MethodRecord {
  private static final String MESSAGE = "io.millrace.broker.message.";

  private final MethodClass owner;
  private final Method method;
  private final String name;
  private final List<Field> fields;

  MethodRecord(MethodClass owner, Method method) {
    this.owner = owner;
    this.method = method;
    this.name = Names.record(owner, method);
    this.fields = method.fields().stream().filter(field -> !field.reserved()).toList();
  }

  String write(String packageName) {
    JavaSource source = new JavaSource(packageName, imports());
    head(source);
    source.line();
    source.line("/** Class and method, as {@link Method#id} has them. */");
    source.line("public static final int ID = %d << 16 | %d;".formatted(owner.id(), method.id()));
    source.line();
    source.line("/** The method with every field at its default. */");
    source.line("public static final %s DEFAULT = new %s(%s);".formatted(name, name, defaults()));
    source.line();
    decode(source);
    source.line();
    encode(source);
    facts(source);
    return source.line("}").toString();
  }

  private void head(JavaSource source) {
    source.line("/**");
    source.line(
        " * {@code %s.%s}%s: %s".formatted(owner.name(), method.name(), sender(), method.means()));
    source.line(" */");
    source.line(
        "public record %s(%s) implements %s {"
            .formatted(
                name,
                fields.stream()
                    .map(field -> field.type().javaType() + " " + Names.variable(field.name()))
                    .collect(Collectors.joining(", ")),
                Names.family(owner)));
  }

  private String sender() {
    return switch (method.from()) {
      case CLIENT -> ", which a client sends";
      case SERVER -> ", which a server sends";
      case BOTH -> "";
    };
  }

  private String[] imports() {
    TreeSet<String> imports = new TreeSet<>();
    imports.add("io.netty.buffer.ByteBuf");
    for (Field field : fields) {
      switch (field.type()) {
        case OCTETS -> imports.add(MESSAGE + "Octets");
        case TABLE -> imports.add(MESSAGE + "Headers");
        case BIT, OCTET, SHORT, LONG, LONG_LONG, SHORT_STRING, LONG_STRING -> {}
      }
    }
    for (Field field : method.fields()) {
      if (field.reserved() && field.type() == FieldType.OCTETS) {
        imports.add(MESSAGE + "Octets");
      }
    }
    return imports.toArray(String[]::new);
  }

  private String defaults() {
    return fields.stream()
        .map(field -> field.defaultValue().map(field.type()::literal).orElse(field.type().empty()))
        .collect(Collectors.joining(", "));
  }

  private void decode(JavaSource source) {
    source.line("/**");
    source.line(" * Reads the fields.");
    source.line(" *");
    source.line(" * @throws MalformedFrameException if they are not what this method has");
    source.line(" */");
    source.line("static %s decode(FieldReader in) {".formatted(name));
    List<String> arguments = new ArrayList<>();
    for (FieldRun run : FieldRun.of(method.fields())) {
      run.decode(source, arguments);
    }
    String made = fields.isEmpty() ? "DEFAULT" : "new " + name + arguments(arguments);
    source.line("return " + made + ";");
    source.line("}");
  }

  private static String arguments(List<String> arguments) {
    return "(" + String.join(", ", arguments) + ")";
  }

  private void encode(JavaSource source) {
    source.line("@Override");
    source.line("public void encode(ByteBuf out) {");
    for (FieldRun run : FieldRun.of(method.fields())) {
      run.encode(source);
    }
    source.line("}");
  }

  private void facts(JavaSource source) {
    source.override("public int id()", "ID");
    source.override("public String protocolName()", quoted(owner.name() + "." + method.name()));
    source.override("public boolean isSynchronous()", String.valueOf(method.synchronous()));
    source.override("public boolean hasContent()", String.valueOf(method.content()));
    source.override(
        "public boolean isFromClient()", String.valueOf(method.from() != Sender.SERVER));
    source.override(
        "public boolean isFromServer()", String.valueOf(method.from() != Sender.CLIENT));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
