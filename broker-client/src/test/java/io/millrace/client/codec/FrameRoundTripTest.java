package io.millrace.client.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FrameRoundTripTest {
  @Property(tries = 500)
  void framesComeOutAsTheyWentIn(@ForAll("frames") List<Frame> frames) {
    assertThat(Wire.decode(Wire.encode(frames.toArray(Frame[]::new)))).isEqualTo(frames);
  }

  @Property(tries = 200)
  void itDoesNotMatterHowTheBytesArrive(
      @ForAll("frames") List<Frame> frames, @ForAll("sizes") List<Integer> sizes) {
    byte[] bytes = Wire.encode(frames.toArray(Frame[]::new));
    byte[][] parts = new byte[bytes.length + 1][];
    int count = 0;
    for (int at = 0; at < bytes.length; count++) {
      int end = Math.min(bytes.length, at + sizes.get(count % sizes.size()));
      parts[count] = Arrays.copyOfRange(bytes, at, end);
      at = end;
    }
    assertThat(Wire.decode(FrameLimits.DEFAULT, Arrays.copyOf(parts, count))).isEqualTo(frames);
  }

  @Provide
  Arbitrary<List<Frame>> frames() {
    return AnyFrame.any().list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Integer>> sizes() {
    return Arbitraries.integers().between(1, 400).list().ofMinSize(1).ofMaxSize(6);
  }
}
