package io.millrace.daemon.pipeline;

import io.millrace.daemon.spi.Count;
import io.millrace.daemon.spi.Reason;
import io.millrace.queue.BatchConsumer;
import io.millrace.queue.Message;
import io.millrace.queue.Outcome;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes batches to a backend. Messages the backend did not take are retried; when it is unknown
 * which, all of them are. Says so, and when the backend takes messages again: retries without a
 * limit would otherwise wait for it in silence. While it takes nothing all workers wait together.
 *
 * <p>Pusher and pace are shared with the other workers; the pusher is closed by its sink.
 */
final class SinkConsumer implements BatchConsumer<byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(SinkConsumer.class);

  private final Pusher<byte[]> pusher;
  private final String pipeline;

  private final SinkPace pace;

  SinkConsumer(Pusher<byte[]> pusher, SinkPace pace, String pipeline) {
    this.pusher = pusher;
    this.pace = pace;
    this.pipeline = pipeline;
  }

  @Override
  public List<Outcome> consume(List<Message<byte[]>> messages) throws Exception {
    pace.await();
    try {
      pusher.push(messages);
    } catch (PushException e) {
      failed(e.failed().cardinality(), messages.size(), e);
      return outcomes(messages.size(), e);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      failed(messages.size(), messages.size(), e);
      throw e;
    }
    succeeded();
    return Collections.nCopies(messages.size(), Outcome.ack());
  }

  @Override
  public boolean isAtomic() {
    return true;
  }

  private List<Outcome> outcomes(int count, PushException failure) {
    Outcome retry = Outcome.retry(pusher.name() + " did not take it: " + Reason.of(failure));
    BitSet failed = failure.failed();
    List<Outcome> outcomes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      outcomes.add(failed.get(i) ? retry : Outcome.ack());
    }
    return outcomes;
  }

  private void succeeded() {
    long failures = pace.succeeded();
    if (failures > 0) {
      LOG.info(
          "pipeline {}: {} takes messages again after {}",
          pipeline,
          pusher.name(),
          Count.of(failures, "failed attempt"));
    }
  }

  private void failed(int notTaken, int of, Exception why) {
    if (notTaken == of) {
      pace.failed();
    } else {
      succeeded();
    }
    LOG.warn(
        "pipeline {}: {} did not take {} of {}: {}",
        pipeline,
        pusher.name(),
        notTaken,
        Count.of(of, "message"),
        Reason.of(why));
  }
}
