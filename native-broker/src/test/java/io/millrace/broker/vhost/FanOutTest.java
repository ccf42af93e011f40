package io.millrace.broker.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {
  private static final int QUEUES = 100;
  private static final int MESSAGES = 200;
  private static final int BODY_BYTES = 10_000;

  private final TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aMessageInAHundredQueuesTakesOneBody() {
    for (int n = 0; n < QUEUES; n++) {
      test.declare("q" + n);
      test.bind("amq.fanout", "q" + n, "");
    }
    TestPublisher publisher = test.publisher();
    publish(publisher, MESSAGES);
    long before = usedBytes();

    publish(publisher, MESSAGES);

    long each = (usedBytes() - before) / MESSAGES;
    assertThat(test.facts("q0").ready()).isEqualTo(2L * MESSAGES);
    assertThat(each)
        .as("bytes of heap for a body of %d bytes in %d queues", BODY_BYTES, QUEUES)
        .isBetween((long) BODY_BYTES, BODY_BYTES + 200L * QUEUES);
  }

  private static void publish(TestPublisher publisher, int messages) {
    for (int n = 0; n < messages; n++) {
      publisher.publish(new Message("amq.fanout", "", Properties.NONE, new byte[BODY_BYTES]));
    }
    publisher.awaitAll();
  }

  private static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int n = 0; n < 5; n++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
