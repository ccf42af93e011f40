package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.util.concurrent.CompletableFuture;

/** A request whose answer completes a future. */
final class Call extends CompletableFuture<Frame> implements Request {
  private final Frame frame;

  Call(Frame frame) {
    this.frame = frame;
  }

  @Override
  public Frame frame() {
    return frame;
  }

  @Override
  public void answered(Frame reply) {
    complete(reply);
  }

  @Override
  public void refused(RefusedException why) {
    completeExceptionally(why);
  }

  @Override
  public void lost(ConnectionLostException why) {
    completeExceptionally(why);
  }
}
