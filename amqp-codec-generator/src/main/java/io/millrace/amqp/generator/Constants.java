package io.millrace.amqp.generator;

import io.millrace.amqp.generator.Description.Closing;
import io.millrace.amqp.generator.Description.MethodClass;
import io.millrace.amqp.generator.Description.Property;
import io.millrace.amqp.generator.Description.Reply;
import java.util.List;

/** Writes the numbers of the protocol that are not methods. */
final class Constants {
  private Constants() {}

  static String replyCodes(List<Reply> replies, String packageName) {
    JavaSource source = new JavaSource(packageName);
    source.line(
        "/** What a peer is told, and whether that is the end of channel or connection. */");
    source.line("public enum ReplyCode {");
    for (int i = 0; i < replies.size(); i++) {
      Reply reply = replies.get(i);
      source.line("/** " + reply.means() + " */");
      source.line(
          "%s(%d, %b, %b)%s"
              .formatted(
                  Names.constant(reply.name()),
                  reply.code(),
                  reply.closes() == Closing.CHANNEL,
                  reply.closes() == Closing.CONNECTION,
                  i == replies.size() - 1 ? ";" : ","));
    }
    source.line();
    source.line("private final int code;");
    source.line("private final boolean soft;");
    source.line("private final boolean hard;");
    source.line();
    source.line("ReplyCode(int code, boolean soft, boolean hard) {");
    source.line("this.code = code;").line("this.soft = soft;").line("this.hard = hard;").line("}");
    source.line();
    source.line("/** The number on the wire. */");
    source.function("public int code()", "code");
    source.line();
    source.line("/** Whether it ends the channel. */");
    source.function("public boolean isSoft()", "soft");
    source.line();
    source.line("/** Whether it ends the connection. */");
    source.function("public boolean isHard()", "hard");
    return source.line("}").toString();
  }

  static String numbers(Description description, String packageName) {
    JavaSource source = new JavaSource(packageName);
    source.line("/** The numbers of the protocol that are neither methods nor reply codes. */");
    source.line("public final class ProtocolNumbers {");
    number(source, "The registered port.", "PORT", description.protocol().port());
    number(source, "The registered port for TLS.", "TLS_PORT", description.protocol().tlsPort());
    number(source, "The version.", "MAJOR", description.protocol().major());
    number(source, "The version.", "MINOR", description.protocol().minor());
    number(source, "The version.", "REVISION", description.protocol().revision());
    number(source, "A frame with a method.", "METHOD", description.frames().method());
    number(source, "A frame with a content header.", "HEADER", description.frames().header());
    number(source, "A frame with a part of a body.", "BODY", description.frames().body());
    number(source, "A frame that only says: alive.", "HEARTBEAT", description.frames().heartbeat());
    number(source, "The octet that ends a frame.", "FRAME_END", description.frames().end());
    number(
        source,
        "The frame size, in bytes, that every peer takes.",
        "LEAST_FRAME_MAX",
        description.frames().leastFrameMax());
    source.line();
    source.line("private ProtocolNumbers() {}");
    return source.line("}").toString();
  }

  private static void number(JavaSource source, String says, String name, int value) {
    source.line("/** " + says + " */");
    source.line("public static final int " + name + " = " + value + ";").line();
  }

  static String propertyFlags(MethodClass owner, String packageName) {
    JavaSource source = new JavaSource(packageName);
    source.line("/** The flags of a content header of class {@code " + owner.name() + "}. */");
    source.line("final class PropertyFlags {");
    int all = 0;
    for (Property property : owner.properties()) {
      source.line(
          "static final int %s = 1 << %d;"
              .formatted(Names.constant(property.name()), property.bit()));
      all |= 1 << property.bit();
    }
    source.line();
    source.line("/** All of them. */");
    source.line("static final int KNOWN = 0x%X;".formatted(all));
    source.line();
    source.line("private PropertyFlags() {}");
    return source.line("}").toString();
  }
}
