package io.millrace.client.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Frames from {@code frames.hex}, spoiled at random: what comes out is a frame or a refusal. */
class FrameMutationTest {
  /** More with {@code -Dframes.mutations=}. */
  private static final int MUTATIONS = Integer.getInteger("frames.mutations", 40_000);

  private static final FrameLimits LIMITS = new FrameLimits(4096, 1024, 200);
  private static final byte[] OF_JSON = "{}[]\",:\\u0123456789eE+-.ntf ".getBytes(UTF_8);

  private final long seed = Long.getLong("frames.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void whateverComesIsAFrameOrIsRefused() throws IOException {
    List<byte[]> corpus = corpus();
    int frames = 0;
    int refusals = 0;
    for (int n = 0; n < MUTATIONS; n++) {
      byte[] bytes = spoiled(corpus);
      EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(LIMITS));
      try {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
      } catch (MalformedFrameException refusal) {
        assertThat(refusal.code()).isIn(400, 413);
        refusals++;
      } catch (RuntimeException other) {
        fail("seed " + seed + ": " + HexFormat.of().formatHex(bytes), other);
      }
      for (Frame each = channel.readInbound(); each != null; each = channel.readInbound()) {
        assertThat(Wire.decode(Wire.encode(each))).as("seed %d", seed).containsExactly(each);
        frames++;
      }
      channel.finishAndReleaseAll();
    }
    // Both ends of the decoder were reached.
    assertThat(frames).as("seed %d", seed).isGreaterThan(MUTATIONS / 50);
    assertThat(refusals).as("seed %d", seed).isGreaterThan(MUTATIONS / 50);
  }

  @Test
  void whatIsReadTheShortWayIsReadTheSameByTheParser() throws IOException {
    List<byte[]> headers =
        List.of(
            "{\"method\":10,\"fields\":{\"queue\":\"q\",\"pub_type\":\"direct\"}}".getBytes(UTF_8),
            "{\"version\":0,\"method\":0,\"fields\":{}}".getBytes(UTF_8),
            "{\"method\":10040,\"fields\":{\"queue\":\"q\",\"msg_id\":\"12\"}}".getBytes(UTF_8));
    Header plain = new Header();
    Header parsed = new Header();
    int alike = 0;
    for (int n = 0; n < MUTATIONS; n++) {
      byte[] json = headers.get(random.nextInt(headers.size())).clone();
      for (int i = random.nextInt(3); i > 0; i--) {
        json[random.nextInt(json.length)] = OF_JSON[random.nextInt(OF_JSON.length)];
      }
      if (PlainHeader.read(json, plain)) {
        HeaderReader.read(json, parsed);
        assertThat(plain).as("seed %d: %s", seed, new String(json, UTF_8)).isEqualTo(parsed);
        alike++;
      }
    }
    assertThat(alike).as("seed %d", seed).isGreaterThan(MUTATIONS / 10);
  }

  private byte[] spoiled(List<byte[]> corpus) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    int times = random.nextInt(1, 5);
    for (int i = 0; i < times && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes[at] = OF_JSON[random.nextInt(OF_JSON.length)];
        case 4 -> bytes = spliced(bytes, at, corpus.get(random.nextInt(corpus.size())));
        default -> bytes = fitted(bytes);
      }
    }
    // Most of the time lengths that are true, so that the header is looked at.
    return random.nextInt(3) == 0 ? bytes : fitted(bytes);
  }

  private byte[] spliced(byte[] bytes, int at, byte[] other) {
    int from = random.nextInt(other.length);
    byte[] both = Arrays.copyOf(bytes, at + other.length - from);
    System.arraycopy(other, from, both, at, other.length - from);
    return both;
  }

  private static byte[] fitted(byte[] bytes) {
    if (bytes.length < 8) {
      return bytes;
    }
    byte[] fitted = bytes.clone();
    int headerBytes = 0;
    for (int i = 8; i < fitted.length; i++) {
      headerBytes = fitted[i] == '}' ? i - 7 : headerBytes;
    }
    put(fitted, 0, fitted.length - 4);
    put(fitted, 4, headerBytes);
    return fitted;
  }

  private static void put(byte[] bytes, int at, int number) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (number >>> (24 - 8 * i));
    }
  }

  static List<byte[]> corpus() throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(FrameMutationTest.class.getResourceAsStream("/frames.hex"))) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(HexFormat.of()::parseHex)
          .toList();
    }
  }
}
