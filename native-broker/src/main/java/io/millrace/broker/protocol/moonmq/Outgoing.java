package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.vhost.Deliveries;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.FrameBuffer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;

/**
 * What leaves on one connection: replies in the order of their requests, and between them what is
 * none. For the connection's thread.
 */
final class Outgoing {
  private final Channel channel;
  private final FrameBuffer frames;
  private final PushWriter pushes;
  private final ReplyLine replies = new ReplyLine();
  private boolean ended;

  Outgoing(Channel channel, MessageIds ids) {
    this.channel = channel;
    this.frames = new FrameBuffer(channel.alloc());
    this.pushes = new PushWriter(ids);
  }

  /** The place of a reply among the others. */
  Reply openReply() {
    return replies.open();
  }

  /** Whether there are requests without a reply. */
  boolean owesReplies() {
    return !replies.isEmpty();
  }

  /** Whether the client takes what it is sent. */
  boolean isTaken() {
    return channel.isWritable();
  }

  /** Adds something that is no reply. */
  void tell(Fault fault) {
    frames.add(fault);
  }

  /** Sends off what there is. */
  void flush() {
    if (!ended) {
      replies.drainTo(frames);
      frames.writeTo(channel, channel.voidPromise());
    }
  }

  /** Sends messages, after the replies that are known. */
  void push(Consumer consumer, Deliveries deliveries) {
    if (ended) {
      return;
    }
    replies.drainTo(frames);
    pushes.write(consumer, deliveries, frames);
    ChannelPromise written = channel.newPromise();
    written.addListener(done -> consumer.written(deliveries));
    frames.writeTo(channel, written);
  }

  /** The last that is said; the connection closes. */
  void farewell(Fault why) {
    replies.drainTo(frames);
    ended = true;
    Farewell.say(why, channel, frames);
  }

  /** The connection is gone. */
  void close() {
    ended = true;
    frames.clear();
  }
}
