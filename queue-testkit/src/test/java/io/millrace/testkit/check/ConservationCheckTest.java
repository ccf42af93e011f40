package io.millrace.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.queue.Settlement;
import io.millrace.testkit.check.LogEvent.End;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ConservationCheckTest {
  private final EventLog log = new EventLog();

  @Test
  void findsNothingWrongWithAnOrderlyRun() {
    publish(3);
    handle("a", 0, End.DONE);
    handle("a", 1, End.FAILED);
    handle("a", 1, End.DONE);
    commit(2);
    handle("a", 2, End.DONE);
    commit(3);
    ConservationReport report = log.judge(ConservationCheck.ordered());
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.processed()).isEqualTo(3);
    assertThat(report.duplicates()).isZero();
  }

  @Test
  void findsWhatWasNeverProcessed() {
    publish(3);
    handle("a", 0, End.DONE);
    handle("a", 1, End.FAILED);
    assertThat(log.judge(ConservationCheck.unordered()).unprocessed())
        .containsExactly("0@1", "0@2");
  }

  @Test
  void countsWhatWasProcessedAgainWithoutCallingItDisorder() {
    publish(3);
    handle("a", 0, End.DONE);
    handle("a", 1, End.DONE);
    log.accept(new LogEvent.Crashed("a"));
    handle("b", 0, End.DONE);
    handle("b", 1, End.DONE);
    handle("b", 2, End.DONE);
    ConservationReport report = log.judge(ConservationCheck.ordered());
    assertThat(report.isSound()).as(report.toString()).isTrue();
    assertThat(report.duplicates()).isEqualTo(2);
  }

  @Test
  void findsAMessageThatOvertookAnEarlierOne() {
    publish(2);
    handle("a", 1, End.DONE);
    handle("a", 0, End.DONE);
    assertViolation(ConservationCheck.ordered(), "began for the first time after 1");
  }

  @Test
  void findsAMessageThatOvertookARetry() {
    publish(2);
    handle("a", 0, End.FAILED);
    handle("a", 1, End.DONE);
    handle("a", 0, End.DONE);
    assertViolation(ConservationCheck.ordered(), "0 was begun and never done");
  }

  @Test
  void findsTwoMessagesOfALaneAtOnceButForgivesTwoWorkersIfAskedTo() {
    publish(2);
    begin("a", 0);
    begin("b", 0);
    end("a", 0, End.DONE);
    end("b", 0, End.DONE);
    handle("b", 1, End.DONE);
    assertViolation(ConservationCheck.ordered(), "while 0 ran at a");
    assertThat(log.judge(ConservationCheck.orderedPerWorker()).isSound()).isTrue();
  }

  @Test
  void forgetsWhatACrashedWorkerHadBegun() {
    publish(1);
    begin("a", 0);
    log.accept(new LogEvent.Crashed("a"));
    handle("b", 0, End.DONE);
    assertThat(log.judge(ConservationCheck.ordered()).isSound()).isTrue();
  }

  @Test
  void findsACommitOfWhatWasNotProcessed() {
    publish(3);
    handle("a", 0, End.DONE);
    handle("a", 1, End.FAILED);
    commit(2);
    handle("a", 1, End.DONE);
    handle("a", 2, End.DONE);
    assertViolation(ConservationCheck.ordered(), "commit covered 0@1");
  }

  @Test
  void findsAFinishedOffsetBeyondThePositionThatWasNotProcessed() {
    publish(2);
    log.accept(new LogEvent.Committed(0, 0, new TreeSet<>(List.of(1L))));
    handle("a", 0, End.DONE);
    handle("a", 1, End.DONE);
    assertViolation(ConservationCheck.ordered(), "commit covered 0@1");
  }

  @Test
  void findsACommitThatWentBack() {
    publish(2);
    handle("a", 0, End.DONE);
    handle("a", 1, End.DONE);
    commit(2);
    commit(1);
    assertViolation(ConservationCheck.ordered(), "went back from 2 to 1");
  }

  @Test
  void findsADeliverySettledTwice() {
    publish(1);
    handle("a", 0, End.DONE);
    log.accept(new LogEvent.Settled(7, 0, 0, Settlement.Kind.ACKED));
    log.accept(new LogEvent.Settled(7, 0, 0, Settlement.Kind.RETURNED));
    assertViolation(ConservationCheck.ordered(), "delivery 7 was settled twice");
  }

  private void assertViolation(ConservationCheck check, String words) {
    assertThat(log.judge(check).violations()).anySatisfy(line -> assertThat(line).contains(words));
  }

  private void publish(int count) {
    for (int offset = 0; offset < count; offset++) {
      log.accept(new LogEvent.Published(0, offset));
    }
  }

  private void handle(String worker, long offset, End end) {
    begin(worker, offset);
    end(worker, offset, end);
  }

  private void begin(String worker, long offset) {
    log.accept(new LogEvent.Begun(worker, "key", 0, offset, 1));
  }

  private void end(String worker, long offset, End end) {
    log.accept(new LogEvent.Ended(worker, "key", 0, offset, 1, end));
  }

  private void commit(long position) {
    log.accept(new LogEvent.Committed(0, position, new TreeSet<>()));
  }
}
