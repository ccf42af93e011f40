package io.millrace.queue.push;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyHashTest {
  @Property(tries = 500)
  void anotherBucketMovesAKeyOnlyIntoIt(
      @ForAll String key, @ForAll @IntRange(min = 1, max = 500) int buckets) {
    int before = KeyHash.bucketOf(key, buckets);
    int after = KeyHash.bucketOf(key, buckets + 1);
    assertThat(before).isBetween(0, buckets - 1);
    assertThat(after).isIn(before, buckets);
  }

  @Test
  void agreesWithThePublishedJumpHash() {
    assertThat(KeyHash.jump(1, 1)).isZero();
    assertThat(KeyHash.jump(42, 57)).isEqualTo(43);
    assertThat(KeyHash.jump(0xDEAD10CCL, 666)).isEqualTo(361);
    assertThat(KeyHash.jump(256, 1024)).isEqualTo(520);
  }

  @Test
  void spreadsSimilarKeysEvenly() {
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[KeyHash.bucketOf("user-" + i, 7)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Test
  void staysTheSameAcrossReleases() {
    assertThat(
            new int[] {
              KeyHash.bucketOf("", 1000),
              KeyHash.bucketOf("user-1", 1000),
              KeyHash.bucketOf("äß", 1000)
            })
        .containsExactly(499, 617, 73);
  }
}
