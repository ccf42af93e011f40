package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Method;
import io.millrace.amqp.generator.Description.MethodClass;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the sealed interfaces of the methods, and the table that finds one by its numbers. */
final class MethodFamilies {
  private MethodFamilies() {}

  static String all(List<MethodClass> classes, String packageName) {
    JavaSource source =
        new JavaSource(
            packageName, "io.millrace.broker.message.Headers", "io.netty.buffer.ByteBuf");
    source.line("/** A method of the protocol, with its arguments. */");
    source.line("public sealed interface Method permits " + join(classes, Names::family) + " {");
    source.line("/** The class in the upper and the method in the lower 16 bits. */");
    source.line("int id();");
    source.line().line("/** The number of the class. */");
    source.function("default int classId()", "id() >>> 16");
    source.line().line("/** The number of the method within its class. */");
    source.function("default int methodId()", "id() & 0xFFFF");
    source.line().line("/** The table of arguments; empty where there is none. */");
    source.function("default Headers arguments()", "Headers.EMPTY");
    declare(source, "String protocolName()", "As the specification writes it: class.method.");
    declare(source, "boolean isSynchronous()", "Whether the sender waits for an answer.");
    declare(source, "boolean hasContent()", "Whether a content follows.");
    declare(source, "boolean isFromClient()", "Whether a client may send it.");
    declare(source, "boolean isFromServer()", "Whether a server may send it.");
    declare(
        source, "void encode(ByteBuf out)", "Writes the fields, without the numbers before them.");
    return source.line("}").toString();
  }

  private static void declare(JavaSource source, String signature, String says) {
    source.line().line("/** " + says + " */").line(signature + ";");
  }

  static String one(MethodClass owner, String packageName) {
    JavaSource source = new JavaSource(packageName);
    source.line("/** " + owner.means() + " */");
    source.line(
        "public sealed interface %s extends Method permits %s {}"
            .formatted(
                Names.family(owner),
                owner.methods().stream()
                    .map(method -> Names.record(owner, method))
                    .collect(Collectors.joining(", "))));
    return source.toString();
  }

  static String table(List<MethodClass> classes, String packageName) {
    JavaSource source = new JavaSource(packageName);
    source.line("/** The methods by their numbers. Stateless. */");
    source.line("public final class Methods {");
    source.line("private Methods() {}");
    source.line();
    source.line("/**");
    source.line(" * Reads the fields of a method.");
    source.line(" *");
    source.line(" * @throws MalformedFrameException if there is no such method, or its fields are");
    source.line(" *     not what it has");
    source.line(" */");
    source.line("public static Method decode(int classId, int methodId, FieldReader in) {");
    source.line("return switch (classId << 16 | methodId) {");
    for (MethodClass owner : classes) {
      for (Method method : owner.methods()) {
        String record = Names.record(owner, method);
        source.line("case %s.ID -> %s.decode(in);".formatted(record, record));
      }
    }
    source.line("default -> throw MalformedFrameException.unknownMethod(classId, methodId);");
    return source.line("};").line("}").line("}").toString();
  }

  private static String join(List<MethodClass> classes, Function<MethodClass, String> name) {
    return classes.stream().map(name).collect(Collectors.joining(", "));
  }
}
