package io.millrace.daemon.cli;

import java.util.List;
import java.util.function.IntConsumer;

/** Signals that the test raises itself; each is handled by a thread of its own, as the JVM does. */
final class RaisedSignals implements Signals {
  private volatile List<IntConsumer> stops = List.of();
  private volatile List<Runnable> reloads = List.of();

  @Override
  public void listen(IntConsumer onStop, Runnable onReload) {
    stops = List.of(onStop);
    reloads = List.of(onReload);
  }

  void stop(int signal) {
    stops.forEach(stop -> new Thread(() -> stop.accept(signal)).start());
  }

  void reload() {
    reloads.forEach(reload -> new Thread(reload).start());
  }
}
