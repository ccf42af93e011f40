package io.millrace.broker.protocol.amqp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TasksTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> told = new ArrayList<>();

  private Tasks tasks(Runnable endOfTurn) {
    return new Tasks(
        channel.eventLoop(),
        new Tasks.Connection() {
          @Override
          public void endTurn() {
            endOfTurn.run();
          }

          @Override
          public void fail(ConnectionError error) {
            told.add(error.code() + " " + error.text());
          }

          @Override
          public void defect(Throwable defect) {
            told.add("defect: " + defect.getMessage());
          }
        });
  }

  private static void fail() {
    throw new ConnectionError(ReplyCode.NOT_ALLOWED, "too much", null);
  }

  @Test
  void anErrorOfTheClientAtTheEndOfATurnKeepsItsCode() {
    tasks(TasksTest::fail).endTurn();
    assertThat(told).containsExactly("NOT_ALLOWED too much");
  }

  @Test
  void anErrorOfTheClientInATaskKeepsItsCode() {
    tasks(() -> told.add("end")).add(TasksTest::fail);
    channel.runPendingTasks();
    assertThat(told).containsExactly("NOT_ALLOWED too much", "end");
  }

  @Test
  void aDefectAtTheEndOfATurnIsTold() {
    tasks(
            () -> {
              throw new IllegalStateException("broken");
            })
        .endTurn();
    assertThat(told).containsExactly("defect: broken");
  }
}
