package io.millrace.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.queue.Message;
import io.millrace.queue.Ordering;
import io.millrace.queue.Producer;
import io.millrace.queue.key.KeyFinder;
import io.millrace.testkit.FetchBuffer;
import io.millrace.testkit.redis.RedisExtension;
import io.millrace.testkit.redis.RedisServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Elements of other clients have no keys to keep an order by, and nobody would notice. */
@ExtendWith(RedisExtension.class)
class MissingKeyTest {
  private final RedisServer redis;
  private final ListAppender<ILoggingEvent> logs = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(KeyFinder.class);

  MissingKeyTest(RedisServer redis) {
    this.redis = redis;
  }

  @BeforeEach
  void listen() {
    logs.start();
    logger.addAppender(logs);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logs);
  }

  private List<String> warningsOf(RedisListSourceBuilder<String> source, JobList jobs)
      throws Exception {
    jobs.push(3);
    Producer<String> producer = source.build().create(0);
    FetchBuffer<String> fetch = FetchBuffer.of(3);
    producer.fetch(fetch);
    assertThat(fetch.messages()).hasSize(3);
    producer.close();
    return logs.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void warnsOnceWhereAnOrderByKeyFindsNone() throws Exception {
    try (JobList jobs = new JobList(redis)) {
      assertThat(warningsOf(jobs.source().ordering(Ordering.KEY), jobs))
          .singleElement()
          .asString()
          .contains(jobs.name(), "has no key", "keyOf");
    }
  }

  @Test
  void saysNothingWhereKeysAreFoundOrNotAskedFor() throws Exception {
    try (JobList jobs = new JobList(redis)) {
      assertThat(warningsOf(jobs.source().ordering(Ordering.NONE), jobs)).isEmpty();
    }
    try (JobList jobs = new JobList(redis)) {
      RedisListSourceBuilder<String> keyed =
          jobs.source()
              .ordering(Ordering.KEY)
              .keyOf((Message<String> message) -> Optional.of(message.payload()));
      assertThat(warningsOf(keyed, jobs)).isEmpty();
    }
  }
}
