package io.millrace.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Senders and receivers at work, a thread each, from the constructor until it is closed. */
public final class Parties implements AutoCloseable {
  private static final int STACK_BYTES = 256 << 10;

  private final List<Party> parties;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closing;

  public Parties(List<? extends Party> parties) {
    this.parties = List.copyOf(parties);
    for (Party party : this.parties) {
      Thread thread = new Thread(null, () -> work(party), "load", STACK_BYTES);
      threads.add(thread);
      thread.start();
    }
  }

  private void work(Party party) {
    try {
      while (!closing) {
        party.go();
      }
    } catch (IOException | RuntimeException fault) {
      if (!closing) {
        failure.compareAndSet(null, fault);
      }
    }
  }

  /**
   * @throws IOException if one has failed
   */
  public void check() throws IOException {
    Throwable fault = failure.get();
    if (fault != null) {
      throw new IOException("a sender or receiver has failed", fault);
    }
  }

  /** Closes them and waits for their threads. */
  public void end() throws IOException, InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    for (Party party : parties) {
      party.close();
    }
  }
}
