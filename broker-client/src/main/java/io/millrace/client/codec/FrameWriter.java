package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Writes all of a frame but its body. For one thread. */
final class FrameWriter implements Frame.Cases<byte[]> {
  private static final byte[] NO_BODY = {};
  private static final byte[] METHOD = "{\"method\":".getBytes(US_ASCII);
  private static final byte[] FIELDS = ",\"fields\":{".getBytes(US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int MOST_DIGITS = 20;

  private final byte[] digits = new byte[MOST_DIGITS];

  /** Where the frame that is being written goes. */
  private ByteBuf out = Unpooled.EMPTY_BUFFER;

  private boolean isFirst;

  /** Writes lengths and header to {@code to}, and gives the body that has to follow. */
  byte[] writeHead(Frame frame, ByteBuf to) {
    out = to;
    int start = to.writerIndex();
    to.writeZero(2 * Integer.BYTES);
    byte[] body = frame.match(this);
    to.writeByte('}').writeByte('}');
    int headerBytes = to.writerIndex() - start - 2 * Integer.BYTES;
    to.setInt(start, Integer.BYTES + headerBytes + body.length);
    to.setInt(start + Integer.BYTES, headerBytes);
    return body;
  }

  @Override
  public byte[] auth(Frame.Auth frame) {
    begin(Method.AUTH);
    optional(Field.MECHANISM, frame.mechanism());
    return frame.body();
  }

  @Override
  public byte[] authOk(Frame.AuthOk frame) {
    begin(Method.AUTH_OK);
    optional(Field.MORE, frame.more() ? 1 : 0);
    return frame.body();
  }

  @Override
  public byte[] publish(Frame.Publish frame) {
    begin(Method.PUBLISH);
    text(Field.QUEUE, frame.queue());
    optional(Field.ROUTING_KEY, frame.routingKey());
    text(Field.PUB_TYPE, frame.type().text());
    if (frame.confirm() != Confirm.DISK) {
      text(Field.CONFIRM, frame.confirm().text());
    }
    optional(Field.DELAY, frame.delayMillis());
    optional(Field.DELIVER_AT, frame.deliverAtMillis());
    return frame.body();
  }

  @Override
  public byte[] publishOk(Frame.PublishOk frame) {
    begin(Method.PUBLISH_OK);
    return Long.toString(frame.messageId()).getBytes(US_ASCII);
  }

  @Override
  public byte[] bind(Frame.Bind frame) {
    begin(Method.BIND);
    text(Field.QUEUE, frame.queue());
    optional(Field.ROUTING_KEY, frame.routingKey());
    optional(Field.NO_ACK, frame.noAck() ? 1 : 0);
    optional(Field.CREDIT, frame.credit());
    return NO_BODY;
  }

  @Override
  public byte[] bindOk(Frame.BindOk frame) {
    begin(Method.BIND_OK);
    text(Field.QUEUE, frame.queue());
    if (frame.ready() != Frame.BindOk.NOT_SAID) {
      number(Field.READY, frame.ready());
    }
    return NO_BODY;
  }

  @Override
  public byte[] unbind(Frame.Unbind frame) {
    begin(Method.UNBIND);
    text(Field.QUEUE, frame.queue());
    return NO_BODY;
  }

  @Override
  public byte[] unbindOk(Frame.UnbindOk frame) {
    begin(Method.UNBIND_OK);
    text(Field.QUEUE, frame.queue());
    return NO_BODY;
  }

  @Override
  public byte[] error(Frame.Fault frame) {
    begin(Method.ERROR);
    number(Field.CODE, frame.code());
    if (frame.ref() != Frame.Fault.NO_METHOD) {
      number(Field.REF, frame.ref());
    }
    return frame.text().getBytes(UTF_8);
  }

  @Override
  public byte[] heartbeat(Frame.Heartbeat frame) {
    begin(Method.HEARTBEAT);
    optional(Field.QUEUE, frame.queue());
    optional(Field.MSG_ID, frame.messageId());
    return NO_BODY;
  }

  @Override
  public byte[] push(Frame.Push frame) {
    begin(Method.PUSH);
    text(Field.QUEUE, frame.queue());
    number(Field.MSG_ID, frame.messageId());
    optional(Field.ROUTING_KEY, frame.routingKey());
    optional(Field.REDELIVERED, frame.redelivered() ? 1 : 0);
    optional(Field.DELIVERY_COUNT, frame.deliveryCount());
    return frame.body();
  }

  @Override
  public byte[] ack(Frame.Ack frame) {
    begin(Method.ACK);
    text(Field.QUEUE, frame.queue());
    number(Field.MSG_ID, frame.messageId());
    return NO_BODY;
  }

  private void begin(Method method) {
    out.writeBytes(METHOD);
    writeDigits(method.number());
    out.writeBytes(FIELDS);
    isFirst = true;
  }

  private void optional(Field field, String value) {
    if (!value.isEmpty()) {
      text(field, value);
    }
  }

  private void optional(Field field, long value) {
    if (value != 0) {
      number(field, value);
    }
  }

  private void text(Field field, String value) {
    key(field);
    out.writeByte('"');
    if (isPlain(value)) {
      ByteBufUtil.writeUtf8(out, value);
    } else {
      writeEscaped(value);
    }
    out.writeByte('"');
  }

  private void number(Field field, long value) {
    key(field);
    out.writeByte('"');
    writeDigits(value);
    out.writeByte('"');
  }

  private void key(Field field) {
    if (!isFirst) {
      out.writeByte(',');
    }
    isFirst = false;
    out.writeBytes(FieldKeys.of(field));
  }

  private void writeDigits(long value) {
    int at = digits.length;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    out.writeBytes(digits, at, digits.length - at);
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (isSpecial(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpecial(char each) {
    return each < ' ' || each == '"' || each == '\\';
  }

  private void writeEscaped(String value) {
    int plainFrom = 0;
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (isSpecial(each)) {
        ByteBufUtil.writeUtf8(out, value, plainFrom, i);
        plainFrom = i + 1;
        out.writeByte('\\').writeByte('u').writeByte('0').writeByte('0');
        out.writeByte(HEX[each >> 4]).writeByte(HEX[each & 0xF]);
      }
    }
    ByteBufUtil.writeUtf8(out, value, plainFrom, value.length());
  }
}
