package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A message under way, and the number that the broker gives it. */
final class PublishRequest extends CompletableFuture<Long> implements Request {
  private final Frame.Publish frame;

  PublishRequest(Frame.Publish frame) {
    this.frame = frame;
  }

  @Override
  public Frame.Publish frame() {
    return frame;
  }

  @Override
  public void answered(Frame reply) {
    if (reply instanceof Frame.PublishOk published) {
      complete(published.messageId());
    } else {
      completeExceptionally(new IOException("the broker answered a publish with " + reply));
    }
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
