package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets how many messages in a row. */
class TurnsTest {
  private final QueueFixture fixture = new QueueFixture(QueueOptions.builder());

  private void consumers(int count, int credit) {
    for (int i = 1; i <= count; i++) {
      fixture.consumer(i, credit);
    }
  }

  /** Enqueues and delivers; who has got each. */
  private List<Long> deliver(int count) {
    fixture.enqueue(count);
    return fixture.deliveries().stream()
        .map(each -> Long.parseLong(each.substring(0, each.indexOf('<'))))
        .toList();
  }

  private static List<Long> oneByOne(int consumers, int messages) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      all.add(1L + i % consumers);
    }
    return all;
  }

  private static int turns(List<Long> receivers) {
    int turns = 0;
    for (int i = 0; i < receivers.size(); i++) {
      turns += i == 0 || !receivers.get(i).equals(receivers.get(i - 1)) ? 1 : 0;
    }
    return turns;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void fewTakeTurnsHoweverMuchTheyHave(int consumers) {
    consumers(consumers, 10_000);

    for (int round = 0; round < 3; round++) {
      assertThat(deliver(consumers * 100)).isEqualTo(oneByOne(consumers, consumers * 100));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 50, 1_000})
  void manyWhoHaveNothingTakeTurns(int consumers) {
    consumers(consumers, 1_000);

    assertThat(deliver(2 * consumers)).isEqualTo(oneByOne(consumers, 2 * consumers));
  }

  @Test
  void manyWithAPrefetchOfOneTakeTurns() {
    consumers(50, 1);

    assertThat(deliver(100)).isEqualTo(oneByOne(50, 50));
    for (long i = 1; i <= 50; i++) {
      fixture.handle(new Acknowledge(i, Offsets.of(i - 1)));
    }
    assertThat(deliver(0)).isEqualTo(oneByOne(50, 50));
  }

  @Test
  void manyWhoHaveMuchGetRunsAndNobodyMuchMoreThanAnother() {
    consumers(50, 1_000);
    List<Long> first = deliver(50 * 100);

    List<Long> next = deliver(50 * 100);

    assertThat(turns(next)).isLessThan(50 * 100 / 16);
    Map<Long, Long> counts = new java.util.HashMap<>();
    List<Long> all = new ArrayList<>(first);
    all.addAll(next);
    all.forEach(each -> counts.merge(each, 1L, Long::sum));
    assertThat(counts).hasSize(50);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(136L, 264L));
  }

  @Test
  void aRunDoesNotGoOnWithLaterMessages() {
    consumers(50, 1_000);
    deliver(50 * 100);

    List<Long> single = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      single.addAll(deliver(1));
    }

    assertThat(single).doesNotHaveDuplicates();
  }

  @Test
  void aNewConsumerIsNotKeptWaitingByRuns() {
    consumers(50, 1_000);
    deliver(50 * 100);
    fixture.consumer(51, 1_000);

    List<Long> receivers = deliver(51);

    assertThat(receivers).doesNotHaveDuplicates().contains(51L);
  }

  @Test
  void whoHasFinishedIsNotKeptWaitingByRuns() {
    consumers(50, 1_000);
    deliver(50 * 100);
    List<Long> held =
        fixture.log.commands.stream().map(command -> ((Enqueue) command).offset()).toList();
    assertThat(held).hasSize(5_000);

    fixture.handle(new Acknowledge(1, Offsets.range(0, 4_999)));

    List<Long> receivers = deliver(50);
    assertThat(receivers.stream().collect(Collectors.toSet())).hasSize(50);
  }
}
