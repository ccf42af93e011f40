package org.apache.kafka.common.utils;

import java.io.Closeable;
import java.util.Iterator;

/**
 * An iterator to be closed. Confluent's parallel consumer, in its newest version, implements this
 * type of Kafka's client, which was moved elsewhere by Kafka 4.4.
 */
public interface CloseableIterator<T> extends Iterator<T>, Closeable {
  @Override
  void close();
}
