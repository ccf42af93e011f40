package io.millrace.bench.moonmq;

import io.millrace.bench.load.Party;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.util.List;

/**
 * Receivers that share a thread, as many threads would cost the machine more than the broker does.
 */
final class ReceiverGroup implements Party {
  private final List<Receiver> receivers;
  private final Selector selector = Selector.open();

  ReceiverGroup(List<Receiver> receivers) throws IOException {
    this.receivers = List.copyOf(receivers);
    for (Receiver receiver : receivers) {
      receiver.register(selector);
    }
  }

  @Override
  public void go() throws IOException {
    try {
      selector.select(
          key -> {
            try {
              ((Receiver) key.attachment()).go();
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } catch (ClosedSelectorException closed) {
      throw new IOException(closed);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (Receiver receiver : receivers) {
      receiver.close();
    }
  }
}
