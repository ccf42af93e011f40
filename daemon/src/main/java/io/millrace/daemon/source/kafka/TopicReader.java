package io.millrace.daemon.source.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.millrace.kafka.transaction.KafkaTransactions;
import io.millrace.queue.ProducerFactory;
import io.millrace.queue.Pusher;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How topics are read: by a consumer group or by a share group. */
interface TopicReader {

  /**
   * A reader that has been made.
   *
   * @param notReady why it does not get what it should; empty while it does
   */
  record Made(ProducerFactory<byte[]> producers, Supplier<Optional<String>> notReady) {}

  /**
   * Tells whether {@link #make} would work, without leaving a trace.
   *
   * @throws IllegalArgumentException when settings contradict each other
   */
  void check();

  /**
   * @param deadLetters takes records that the source itself has to give up
   * @param transactions how it commits; where empty, as usual
   */
  Made make(
      MeterRegistry meters,
      List<Tag> tags,
      Optional<Pusher<byte[]>> deadLetters,
      Optional<KafkaTransactions<byte[]>> transactions);
}
