package io.millrace.daemon.kafka;

/** A part of a pipeline that works with a Kafka cluster, which parts beside it may share. */
public interface KafkaConnected {
  KafkaConnection connection();
}
