package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A message under way, and the number that the broker gives it. */
final class PublishRequest extends CompletableFuture<Long> implements Request {
  private final Frame.Publish frame;
  private final Publisher publisher;

  PublishRequest(Frame.Publish frame, Publisher publisher) {
    this.frame = frame;
    this.publisher = publisher;
  }

  @Override
  public Frame.Publish frame() {
    return frame;
  }

  int bodyBytes() {
    return frame.body().length;
  }

  @Override
  public void answered(Frame reply) {
    if (reply instanceof Frame.PublishOk published) {
      complete(published.messageId());
    } else {
      completeExceptionally(new IOException("the broker answered a publish with " + reply));
    }
    publisher.answered(this);
  }

  @Override
  public void refused(RefusedException why) {
    completeExceptionally(why);
    publisher.answered(this);
  }

  @Override
  public void lost(ConnectionLostException why) {
    fail(why);
  }

  /** It does not get on its way, or its fate is not known. */
  void fail(Throwable why) {
    completeExceptionally(why);
    publisher.failed(this);
  }
}
