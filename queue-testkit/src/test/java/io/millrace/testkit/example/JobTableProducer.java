package io.millrace.testkit.example;

import io.millrace.queue.Fetch;
import io.millrace.queue.FetchResult;
import io.millrace.queue.Headers;
import io.millrace.queue.Message;
import io.millrace.queue.Producer;
import io.millrace.queue.Settlement;
import io.millrace.queue.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The adapter of the example: reads jobs from a {@link JobTable}. */
final class JobTableProducer implements Producer<byte[]> {
  private final JobTable table;
  private final String owner = UUID.randomUUID().toString();
  private final SourcePartition partition = new SourcePartition("jobs", 0);

  JobTableProducer(JobTable table) {
    this.table = table;
  }

  String owner() {
    return owner;
  }

  @Override
  public FetchResult fetch(Fetch<byte[]> fetch) {
    long bytes = 0;
    while (fetch.count() < fetch.messageLimit() && (bytes == 0 || bytes < fetch.byteLimit())) {
      List<JobTable.Job> claimed = table.claim(owner, 1);
      if (claimed.isEmpty()) {
        return FetchResult.IDLE;
      }
      Message<byte[]> message = message(claimed.get(0));
      bytes += message.sizeBytes();
      fetch.add(message);
    }
    return FetchResult.MORE;
  }

  private Message<byte[]> message(JobTable.Job job) {
    byte[] payload = job.body().getBytes(StandardCharsets.UTF_8);
    return Message.builder(payload)
        .key(job.key())
        .headers(Headers.of(job.headers()))
        .position(partition, job.id())
        .attempt(job.attempt())
        .sizeBytes(payload.length)
        .build();
  }

  @Override
  public void settle(List<Settlement<byte[]>> settlements) {
    for (Settlement<byte[]> settlement : settlements) {
      Message<byte[]> message = settlement.message();
      if (settlement.kind().isFinished()) {
        table.delete(message.offset());
      } else {
        table.free(message.offset(), message.attempt());
      }
    }
  }
}
