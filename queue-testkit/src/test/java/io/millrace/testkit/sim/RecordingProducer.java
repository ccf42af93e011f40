package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.SourcePartition;
import java.time.Duration;
import java.util.IdentityHashMap;

/** Remembers what it fetched, by handle. */
abstract class RecordingProducer extends ProducerAround {
  final IdentityHashMap<Object, Message<Integer>> fetched = new IdentityHashMap<>();

  RecordingProducer(Producer<Integer> source) {
    super(source);
  }

  @Override
  public FetchResult fetch(Fetch<Integer> fetch) throws Exception {
    return super.fetch(
        new Fetch<>() {
          @Override
          public int messageLimit() {
            return fetch.messageLimit();
          }

          @Override
          public long byteLimit() {
            return fetch.byteLimit();
          }

          @Override
          public Duration maxWait() {
            return fetch.maxWait();
          }

          @Override
          public void add(Message<Integer> message) {
            fetched.put(message.handle(), message);
            fetch.add(message);
          }

          @Override
          public int count() {
            return fetch.count();
          }

          @Override
          public void revoke(SourcePartition partition) {
            fetch.revoke(partition);
          }

          @Override
          public boolean awaitSettlements(Duration maxWait) throws InterruptedException {
            return fetch.awaitSettlements(maxWait);
          }
        });
  }
}
