package io.millrace.kafka.deadletter;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees the disk of the dead letters that are gone, up to the first of each partition that is not.
 * They stay gone without it, so it may fail, which it logs.
 */
record Deletion(ClientSettings clients) {
  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  /** Blocks until the brokers have answered. */
  void run(LetterReader letters) {
    Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
    for (TopicPartition partition : letters.partitions()) {
      long firstNotGone = letters.gone(partition).prefix();
      if (firstNotGone > 0) {
        deletions.put(partition, RecordsToDelete.beforeOffset(firstNotGone));
      }
    }
    try (Admin admin = clients.newAdmin()) {
      admin.deleteRecords(deletions).all().get();
    } catch (ExecutionException | KafkaException e) {
      LOG.warn(
          "{}: what is gone could not be deleted, and takes room: {}",
          deletions.keySet(),
          e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
