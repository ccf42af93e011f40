package io.millrace.daemon.sink.millrace;

import io.millrace.client.codec.Confirm;

/** What has to be true of a message before the sink is done with it. */
enum SinkConfirm {
  /** It is durable where its queue is. */
  DISK(Confirm.DISK),
  /** It is in its queue; a crash of the broker loses it. */
  MEMORY(Confirm.MEMORY);

  private final Confirm confirm;

  SinkConfirm(Confirm confirm) {
    this.confirm = confirm;
  }

  Confirm confirm() {
    return confirm;
  }
}
