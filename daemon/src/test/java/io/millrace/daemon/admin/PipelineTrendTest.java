package io.millrace.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.daemon.admin.PipelineTrend.LagTotals;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineTrendTest {
  private final FakeQueue queue = new FakeQueue("notify");
  private final PipelineTrend trend = new PipelineTrend();

  @Test
  void measuresRatesOverTheLastTenSeconds() {
    long settled = 0;
    for (int second = 0; second <= 60; second++) {
      int rate = second <= 40 ? 1000 : 100;
      settled += rate;
      queue.fetched = 2 * settled;
      queue.acked = settled;
      sampleAt(second);
    }
    assertThat(trend.now().fetchedPerSecond()).isCloseTo(200, within(1.0));
    assertThat(trend.now().settledPerSecond()).isCloseTo(100, within(1.0));
  }

  @Test
  void knowsNoRateFromOneSample() {
    queue.fetched = 1_000_000;
    sampleAt(0);
    assertThat(trend.now().fetchedPerSecond()).isZero();
  }

  @Test
  void startsAgainWhenAReloadPutsANewQueueUnderTheName() {
    queue.fetched = 1000;
    sampleAt(0);
    queue.fetched = 10;
    sampleAt(1);
    assertThat(trend.now().fetchedPerSecond()).isZero();
    queue.fetched = 30;
    sampleAt(2);
    assertThat(trend.now().fetchedPerSecond()).isEqualTo(20);
  }

  @Test
  void estimatesHowLongTheBacklogTakes() {
    sampleAt(0);
    queue.acked = 500;
    sampleAt(10);
    queue.lag = 900;
    queue.buffered = 60;
    queue.waiting = 20;
    queue.inFlight = 20;
    assertThat(trend.now().drainSeconds(queue.snapshot())).hasValue(20);
  }

  @Test
  void knowsNoEndOfABacklogThatNobodyWorksOn() {
    sampleAt(0);
    sampleAt(10);
    queue.buffered = 1;
    assertThat(trend.now().drainSeconds(queue.snapshot())).isEmpty();
    queue.buffered = 0;
    assertThat(trend.now().drainSeconds(queue.snapshot())).hasValue(0);
  }

  @Test
  void saysHowOldTheMessagesWereThatWereSettledLately() {
    trend.add(0, queue.snapshot(), new LagTotals(1_000, 50_000));
    assertThat(trend.now().lagSeconds()).isEmpty();
    trend.add(Duration.ofSeconds(1).toNanos(), queue.snapshot(), new LagTotals(1_010, 50_030));
    assertThat(trend.now().lagSeconds()).hasValue(3);
  }

  @Test
  void forgetsThePipelinesThatAReloadTookAway() {
    FakePipelines pipelines = new FakePipelines();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    TrendSampler sampler = new TrendSampler(pipelines, meters);
    pipelines.add("notify");
    sampler.sample(0);
    assertThat(meters.find("millrace.pipeline.ready").tag("pipeline", "notify").gauge().value())
        .isEqualTo(1);
    pipelines.remove("notify");
    sampler.sample(1);
    assertThat(meters.getMeters()).isEmpty();
  }

  private void sampleAt(int second) {
    trend.add(Duration.ofSeconds(second).toNanos(), queue.snapshot(), LagTotals.NONE);
  }
}
