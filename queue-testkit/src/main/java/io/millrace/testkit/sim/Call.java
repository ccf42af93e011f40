package io.millrace.testkit.sim;

import java.util.List;

/** One call of a handler: of one message, or of a batch. */
final class Call<T> {
  final List<Stay<T>> stays;
  final long startNanos;
  final long interruptsBefore;

  Call(List<Stay<T>> stays, long startNanos, long interruptsBefore) {
    this.stays = stays;
    this.startNanos = startNanos;
    this.interruptsBefore = interruptsBefore;
  }

  @Override
  public String toString() {
    return stays.toString();
  }
}
