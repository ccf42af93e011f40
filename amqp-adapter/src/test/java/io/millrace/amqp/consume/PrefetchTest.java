package io.millrace.amqp.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchTest {
  @Test
  void beginsWithWhatTheEngineHasRoomFor() {
    assertThat(Prefetch.upTo(1_000).begin(8)).isEqualTo(8);
    assertThat(Prefetch.upTo(1_000).begin(5_000)).isEqualTo(1_000);
    assertThat(Prefetch.upTo(1_000).begin(0)).isEqualTo(1);
  }

  @Test
  void risesOnlyWhileAllOfItIsUnderWayAndTheEngineHasRoom() {
    Prefetch prefetch = Prefetch.upTo(20);
    prefetch.begin(8);

    assertThat(prefetch.grow(7, 3)).isFalse();
    assertThat(prefetch.grow(8, 0)).isFalse();
    assertThat(prefetch.grow(8, 3)).isTrue();
    assertThat(prefetch.count()).isEqualTo(16);
    assertThat(prefetch.grow(16, 1)).isTrue();
    assertThat(prefetch.count()).isEqualTo(20);
    assertThat(prefetch.grow(30, 1)).isFalse();
  }

  @Test
  void keepsWhatItHasLearntForTheNextConsumer() {
    Prefetch prefetch = Prefetch.upTo(100);
    prefetch.begin(8);
    prefetch.grow(8, 1);

    assertThat(prefetch.begin(2)).isEqualTo(16);
  }

  @Test
  void staysWhereItIsFixed() {
    Prefetch prefetch = Prefetch.fixed(50);

    assertThat(prefetch.begin(4)).isEqualTo(50);
    assertThat(prefetch.grow(50, 10)).isFalse();
  }
}
