package io.millrace.bench.kafka;

import io.millrace.bench.contest.Tally;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

/**
 * Spring's concurrent container: a consumer and a thread for each, one when the handler does
 * nothing, otherwise as many as there are partitions, which is all it can use.
 *
 * @param batches whether the listener takes what a poll brought, or a record
 */
record SpringContainer(boolean batches, int maxPollRecords) implements Contender {
  @Override
  public String name() {
    return "spring-kafka " + (batches ? "batch" : "record") + ", poll " + maxPollRecords;
  }

  @Override
  public boolean fits(Cell cell) {
    return !(cell.work().blocks() && batches);
  }

  @Override
  public Running start(Topic topic, Cell cell, Tally tally) {
    Map<String, Object> properties = topic.consumerProperties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    ContainerProperties container = new ContainerProperties(topic.name());
    container.setGroupId(topic.group());
    container.setMessageListener(listener(tally));
    // Otherwise closing waits for the rest of the poll.
    container.setStopImmediate(true);
    var running =
        new ConcurrentMessageListenerContainer<byte[], byte[]>(
            new DefaultKafkaConsumerFactory<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            container);
    running.setBeanName("spring");
    running.setConcurrency(cell.work().blocks() ? topic.partitions() : 1);
    running.start();
    return running::stop;
  }

  private Object listener(Tally tally) {
    if (batches) {
      BatchMessageListener<byte[], byte[]> listener = records -> tally.handle(records.size());
      return listener;
    }
    MessageListener<byte[], byte[]> listener = record -> tally.handle();
    return listener;
  }
}
