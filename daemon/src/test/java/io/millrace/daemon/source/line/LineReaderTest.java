package io.millrace.daemon.source.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineReaderTest {

  @Test
  void findsAByteWhereverItStands() {
    for (int length = 0; length < 40; length++) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) 0x8a);
      assertThat(NewlineScan.indexOf((byte) '\n', bytes, 0, length)).isEqualTo(-1);
      for (int at = 0; at < length; at++) {
        bytes[at] = '\n';
        for (int from = 0; from <= at; from++) {
          assertThat(NewlineScan.indexOf((byte) '\n', bytes, from, length)).isEqualTo(at);
        }
        bytes[at] = 0x0b;
      }
    }
  }

  @Test
  void cutsAnyStreamInAnyPiecesAsSplittingDoes() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(400); i > 0; i--) {
        text.append(
            random.nextInt(6) == 0
                ? "\n"
                : random.nextInt(8) == 0 ? "\r\n" : "x".repeat(random.nextInt(30)));
      }
      List<String> expected = new ArrayList<>();
      for (String line : text.toString().split("\n", -1)) {
        String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        expected.add(content.length() > 40 ? "too long" : content);
      }
      if (text.length() == 0 || text.charAt(text.length() - 1) == '\n') {
        expected.remove(expected.size() - 1);
      }

      assertThat(lines(new LineReader(inPieces(text.toString(), random), 0, 40)))
          .as("seed %s", seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void aLineBeyondTheLimitIsToldByItsPlaceAndTheNextOneIsRead() throws IOException {
    String text = "first\n" + "y".repeat(1_000_000) + "\nlast\n";
    LineReader reader = new LineReader(inPieces(text, new Random(1)), 100, 1000);

    assertThat(reader.read()).isEqualTo(LineReader.Read.LINE);
    assertThat(reader.read()).isEqualTo(LineReader.Read.TOO_LONG);
    assertThat(reader.start()).isEqualTo(106);
    assertThat(reader.end()).isEqualTo(1_000_107);
    assertThat(reader.read()).isEqualTo(LineReader.Read.LINE);
    assertThat(reader.start()).isEqualTo(1_000_107);
    assertThat(text(reader)).isEqualTo("last");
  }

  @Test
  void aGibibyteWithoutALineEndTakesConstantMemoryAndLittleTime() throws IOException {
    LineReader reader = new LineReader(new Zeros(1L << 30, "\nnext\n"), 0, 1 << 20);

    long begun = System.nanoTime();
    assertThat(reader.read()).isEqualTo(LineReader.Read.TOO_LONG);
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(reader.end()).isEqualTo((1L << 30) + 1);
    assertThat(reader.buffer().length).isLessThan(2 << 20);
    assertThat(reader.read()).isEqualTo(LineReader.Read.LINE);
    assertThat(text(reader)).isEqualTo("next");
    assertThat(taken).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aLongLineWithinTheLimitIsDeliveredWhole() throws IOException {
    String line = "z".repeat(900_000);

    assertThat(lines(new LineReader(inPieces(line + "\nnext\n", new Random(2)), 0, 1 << 20)))
        .containsExactly(line, "next");
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    LineReader.Read read = reader.read();
    while (read != LineReader.Read.NOTHING) {
      lines.add(read == LineReader.Read.LINE ? text(reader) : "too long");
      read = reader.read();
    }
    read = reader.readRest();
    if (read != LineReader.Read.NOTHING) {
      lines.add(read == LineReader.Read.LINE ? text(reader) : "too long");
    }
    return lines;
  }

  private static String text(LineReader reader) {
    return new String(reader.buffer(), reader.lineStart(), reader.lineLength(), UTF_8);
  }

  /** A channel that delivers a few bytes at a time. */
  private static ReadableByteChannel inPieces(String text, Random random) {
    ReadableByteChannel all = Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer target) throws IOException {
        int piece =
            Math.min(target.remaining(), 1 + random.nextInt(text.length() > 10_000 ? 100_000 : 50));
        ByteBuffer part = ByteBuffer.allocate(piece);
        int count = all.read(part);
        target.put(part.flip());
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {
        // Nothing to let go of.
      }
    };
  }

  /** A long run of zeros and a text behind it. */
  private static final class Zeros implements ReadableByteChannel {
    private long left;
    private final ByteBuffer tail;

    Zeros(long count, String tail) {
      left = count;
      this.tail = ByteBuffer.wrap(tail.getBytes(UTF_8));
    }

    @Override
    public int read(ByteBuffer target) {
      if (left > 0) {
        int count = (int) Math.min(left, target.remaining());
        target.position(target.position() + count);
        left -= count;
        return count;
      }
      int count = Math.min(tail.remaining(), target.remaining());
      target.put(tail.slice().limit(count));
      tail.position(tail.position() + count);
      return count == 0 ? -1 : count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      // Nothing to let go of.
    }
  }
}
