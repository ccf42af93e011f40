package io.millrace.amqp.generator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is described of a protocol: its classes with their methods, and its reply codes. */
record Description(
    Protocol protocol, Frames frames, List<Reply> replies, List<MethodClass> classes) {
  Description {
    replies = List.copyOf(replies);
    classes = List.copyOf(classes);
  }

  /**
   * @throws IOException if the file cannot be read, or is not a description
   */
  static Description read(Path file) throws IOException {
    Description description = new ObjectMapper().readValue(file.toFile(), Description.class);
    Consistency.check(description);
    return description;
  }

  /** Which version it is, and the ports registered for it. */
  record Protocol(String name, int major, int minor, int revision, int port, int tlsPort) {}

  /** The octets that frames begin and end with, and the frame size that every peer takes. */
  record Frames(int method, int header, int body, int heartbeat, int end, int leastFrameMax) {}

  /** A reason that is told to the peer. */
  record Reply(String name, int code, Closing closes, String means) {}

  /** What a reply code ends. */
  enum Closing {
    @JsonProperty("none")
    NONE,
    @JsonProperty("channel")
    CHANNEL,
    @JsonProperty("connection")
    CONNECTION
  }

  /** Methods about one thing, and the properties of the content that they carry. */
  record MethodClass(
      String name, int id, String means, List<Property> properties, List<Method> methods) {
    MethodClass(
        String name,
        int id,
        String means,
        @Nullable List<Property> properties,
        List<Method> methods) {
      this.name = name;
      this.id = id;
      this.means = means;
      this.properties = properties == null ? List.of() : List.copyOf(properties);
      this.methods = List.copyOf(methods);
    }
  }

  /**
   * One method.
   *
   * @param synchronous whether it waits for one of its answers
   * @param content whether a content follows it
   */
  record Method(
      String name,
      int id,
      Sender from,
      boolean synchronous,
      boolean content,
      String means,
      List<String> answers,
      List<Field> fields) {
    Method(
        String name,
        int id,
        Sender from,
        boolean synchronous,
        boolean content,
        String means,
        @Nullable List<String> answers,
        List<Field> fields) {
      this.name = name;
      this.id = id;
      this.from = from;
      this.synchronous = synchronous;
      this.content = content;
      this.means = means;
      this.answers = answers == null ? List.of() : List.copyOf(answers);
      this.fields = List.copyOf(fields);
    }
  }

  /** Who may send a method. */
  enum Sender {
    @JsonProperty("client")
    CLIENT,
    @JsonProperty("server")
    SERVER,
    @JsonProperty("both")
    BOTH
  }

  /**
   * An argument of a method.
   *
   * @param reserved whether it has a place in the bytes and no meaning any more
   */
  record Field(String name, FieldType type, boolean reserved, @Nullable String defaultText) {
    Field(
        String name,
        FieldType type,
        boolean reserved,
        @JsonProperty("default") @Nullable String defaultText) {
      this.name = name;
      this.type = type;
      this.reserved = reserved;
      this.defaultText = defaultText;
    }

    Optional<String> defaultValue() {
      return Optional.ofNullable(defaultText);
    }
  }

  /** A property of a content: the bit of the flags that says whether it is there. */
  record Property(String name, int bit, FieldType type) {}
}
