package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Makes a frame of what its header and body say. */
final class FrameParser {
  private static final int MOST_DIGITS = 20;
  private static final int HIGHEST_CREDIT = 65_535;
  private static final int HIGHEST_CODE = 999;

  private final FrameLimits limits;

  FrameParser(FrameLimits limits) {
    this.limits = limits;
  }

  /**
   * @param body taken over
   * @throws MalformedFrameException if they do not fit together
   */
  Frame parse(Header header, byte[] body) {
    return switch (header.method()) {
      case AUTH -> new Frame.Auth(name(header, Field.MECHANISM), body);
      case AUTH_OK -> new Frame.AuthOk(header.flag(Field.MORE), body);
      case PUBLISH -> publish(header, body);
      case PUBLISH_OK -> new Frame.PublishOk(messageId(body));
      case BIND ->
          new Frame.Bind(
              queue(header),
              name(header, Field.ROUTING_KEY),
              header.flag(Field.NO_ACK),
              (int) header.number(Field.CREDIT, 1, HIGHEST_CREDIT, 0));
      case BIND_OK ->
          new Frame.BindOk(
              queue(header), header.number(Field.READY, 0, Long.MAX_VALUE, Frame.BindOk.NOT_SAID));
      case UNBIND -> new Frame.Unbind(name(header, Field.QUEUE));
      case UNBIND_OK -> new Frame.UnbindOk(name(header, Field.QUEUE));
      case ERROR ->
          new Frame.Fault(
              (int) header.number(Field.CODE, 0, HIGHEST_CODE, 0),
              (int) header.number(Field.REF, 0, Integer.MAX_VALUE, Frame.Fault.NO_METHOD),
              text(body));
      case HEARTBEAT -> new Frame.Heartbeat(name(header, Field.QUEUE), messageId(header));
      case PUSH ->
          new Frame.Push(
              queue(header),
              messageId(header),
              name(header, Field.ROUTING_KEY),
              header.flag(Field.REDELIVERED),
              (int) header.number(Field.DELIVERY_COUNT, 0, Integer.MAX_VALUE, 0),
              body);
      case ACK -> new Frame.Ack(name(header, Field.QUEUE), messageId(header));
    };
  }

  private Frame publish(Header header, byte[] body) {
    return new Frame.Publish(
        queue(header),
        name(header, Field.ROUTING_KEY),
        known(header, Field.PUB_TYPE, PublishType.of(header.text(Field.PUB_TYPE))),
        header.text(Field.CONFIRM).isEmpty()
            ? Confirm.DISK
            : known(header, Field.CONFIRM, Confirm.of(header.text(Field.CONFIRM))),
        header.number(Field.DELAY, 0, Frame.Publish.LONGEST_DELAY_MILLIS, 0),
        header.number(Field.DELIVER_AT, 0, Long.MAX_VALUE, 0),
        body);
  }

  private static <T> T known(Header header, Field field, Optional<T> value) {
    return value.orElseThrow(
        () ->
            MalformedFrameException.bad(
                "there is no %s '%s'".formatted(field.text(), header.text(field))));
  }

  private static long messageId(Header header) {
    return header.number(Field.MSG_ID, 0, Long.MAX_VALUE, 0);
  }

  private static long messageId(byte[] body) {
    try {
      long id = body.length > MOST_DIGITS ? -1 : Long.parseLong(new String(body, UTF_8));
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException notANumber) {
      throw MalformedFrameException.bad("the body is not the number of a message");
    }
    throw MalformedFrameException.bad("the body is not the number of a message");
  }

  private String queue(Header header) {
    String queue = name(header, Field.QUEUE);
    if (queue.isEmpty()) {
      throw MalformedFrameException.bad("no queue is named");
    }
    return queue;
  }

  private String name(Header header, Field field) {
    String name = header.text(field);
    int bytes = utf8Bytes(name);
    if (bytes > limits.nameBytes()) {
      throw MalformedFrameException.bad(
          "%s is longer than %d bytes".formatted(field.text(), limits.nameBytes()));
    }
    if (bytes < 0) {
      throw MalformedFrameException.bad(field.text() + " is not a text");
    }
    return name;
  }

  /** How long it is in UTF-8; -1 if half a surrogate pair is in it. */
  private static int utf8Bytes(String name) {
    int bytes = 0;
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      if (each < 0x80) {
        bytes++;
      } else if (each < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(each)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(each)
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }

  private static String text(byte[] body) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notText) {
      throw MalformedFrameException.bad("the text of the error is not UTF-8");
    }
  }
}
