package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Frames to bytes and back, through the real codec on a channel without a socket. */
final class Wire {
  private Wire() {}

  static byte[] encode(Frame... frames) {
    EmbeddedChannel channel = new EmbeddedChannel();
    FrameBuffer buffer = new FrameBuffer(channel.alloc());
    for (Frame frame : frames) {
      buffer.add(frame);
    }
    buffer.writeTo(channel, channel.newPromise());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      byte[] part = new byte[piece.readableBytes()];
      piece.readBytes(part).release();
      bytes.writeBytes(part);
    }
    channel.finishAndReleaseAll();
    return bytes.toByteArray();
  }

  static List<Frame> decode(byte[] bytes) {
    return decode(FrameLimits.DEFAULT, bytes);
  }

  /** Feeds the parts one after another and gives the frames that came out. */
  static List<Frame> decode(FrameLimits limits, byte[]... parts) {
    EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(limits));
    try {
      for (byte[] part : parts) {
        channel.writeInbound(Unpooled.copiedBuffer(part));
      }
      List<Frame> frames = new ArrayList<>();
      for (Frame each = channel.readInbound(); each != null; each = channel.readInbound()) {
        frames.add(each);
      }
      return frames;
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  static byte[] frame(String header, String body) {
    byte[] json = header.getBytes(UTF_8);
    byte[] content = body.getBytes(UTF_8);
    return frame(4 + json.length + content.length, json.length, json, content);
  }

  /** A frame whose lengths need not be true. */
  static byte[] frame(int total, int headerBytes, byte[]... parts) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(total);
      out.writeInt(headerBytes);
      for (byte[] part : parts) {
        out.write(part);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
