package io.millrace.testkit.sim;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.testkit.FetchAround;
import io.millrace.testkit.ProducerAround;
import java.util.IdentityHashMap;

/** Remembers what it fetched, by handle. */
abstract class RecordingProducer extends ProducerAround<Integer> {
  final IdentityHashMap<Object, Message<Integer>> fetched = new IdentityHashMap<>();

  RecordingProducer(Producer<Integer> source) {
    super(source);
  }

  @Override
  public FetchResult fetch(Fetch<Integer> fetch) throws Exception {
    return super.fetch(
        new FetchAround<>(fetch) {
          @Override
          public void add(Message<Integer> message) {
            fetched.put(message.handle(), message);
            super.add(message);
          }
        });
  }
}
