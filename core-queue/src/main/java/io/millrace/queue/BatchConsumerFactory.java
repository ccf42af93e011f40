package io.millrace.queue;

/** Makes a {@link BatchConsumer} for each worker; called as {@link ConsumerFactory} is. */
@FunctionalInterface
public interface BatchConsumerFactory<T> {
  BatchConsumer<T> create() throws Exception;
}
