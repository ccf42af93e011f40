package io.millrace.broker.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records whose checksum is right, and whose content no version ever wrote. */
@Timeout(60)
class UntrueContentTest {
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withLowestFree(0);
  private static final int QUEUE = 1;

  /** Behind the header of the log, and the record that makes the queue {@code q}. */
  private static final int SECOND_RECORD_AT = 34;

  private final FaultyDisk disk = new FaultyDisk();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 10);

  static Stream<Arguments> contents() {
    String offset = "0000000000000000";
    String plain = offset + "00" + "00000000" + "0000000000000000";
    return Stream.of(
        Arguments.of("a message without a head", 1, offset),
        Arguments.of("a message without properties", 1, plain),
        Arguments.of("a group of 2 GiB", 1, offset + "08" + "00".repeat(12) + "7fffffff"),
        Arguments.of(
            "a group of less than nothing", 1, offset + "08" + "00".repeat(12) + "ffffffff"),
        Arguments.of("the message of the record itself", 2, plain + "00000000"),
        Arguments.of("a message behind the end of the log", 2, plain + "80000000"),
        Arguments.of("a message before the log", 2, plain + "7fffffff"),
        Arguments.of("a message that is none", 2, plain + "0000000e"),
        Arguments.of("offsets that are none", 3, "00" + offset + "00000000" + offset),
        Arguments.of("offsets that no memory holds", 3, "00" + offset + "80000000" + offset),
        Arguments.of("offsets below none", 3, "00" + offset + "00000001" + "ff".repeat(8)),
        Arguments.of("a fate that there is not", 3, "7f" + offset + "00000001" + offset),
        Arguments.of("half a command", 5, "00"),
        Arguments.of("half a purge", 6, offset),
        Arguments.of("a snapshot without a beginning", 7, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void isRefusedWithItsPlace(String what, int kind, String content) throws IOException {
    LogFile.create(disk, 0);
    bytes.put(disk.bytes(LogFile.nameOf(0)));
    addRecord(StoreRecords.CREATED, "71");
    addRecord((byte) kind, content);
    write(LogFile.nameOf(0));

    assertThat(opening())
        .as(what)
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("log-0000000000000000 is damaged at byte ")
        .hasMessageMatching(".* at byte (%d|20): .*".formatted(SECOND_RECORD_AT));
  }

  @Test
  void refusesASnapshotThatIsNone() throws IOException {
    LogFile.create(disk, 0);
    bytes.put(disk.bytes(LogFile.nameOf(0)));
    addRecord(StoreRecords.CREATED, "71");
    addRecord(StoreRecords.SNAPSHOT, "00" + "7f");
    write(LogFile.nameOf(0));

    assertThat(opening())
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("snapshot of q");
  }

  @Test
  void refusesAMessageThatIsNotTheNextOne() throws IOException {
    LogFile.create(disk, 0);
    bytes.put(disk.bytes(LogFile.nameOf(0)));
    addRecord(StoreRecords.CREATED, "71");
    addRecord(MessageFormat.OWN, "00".repeat(25));
    int second = bytes.position();
    addRecord(MessageFormat.OWN, "00".repeat(7) + "05" + "00".repeat(17));
    write(LogFile.nameOf(0));

    assertThat(opening())
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("damaged at byte " + second + ":")
        .hasMessageContaining("offset 5 came after 0");
  }

  @Test
  void refusesACheckpointWithoutItsList() throws IOException {
    bytes.putInt(CheckpointFile.MAGIC).putInt(CheckpointFile.VERSION);
    addRecord(CheckpointFile.HEAD, "00".repeat(23));
    write(CheckpointFile.nameOf(1));

    assertThat(opening()).hasMessageContaining("-0000000000000001 is damaged at byte 8:");
  }

  @Test
  void refusesACheckpointOfAQueueWithoutAnEnd() throws IOException {
    bytes.putInt(CheckpointFile.MAGIC).putInt(CheckpointFile.VERSION);
    addRecord(CheckpointFile.HEAD, "00".repeat(7) + "01" + "00".repeat(16));
    int second = bytes.position();
    addRecord(CheckpointFile.QUEUE, "00".repeat(9) + "7fffffff");
    write(CheckpointFile.nameOf(1));

    assertThat(opening()).hasMessageContaining("-0000000000000001 is damaged at byte " + second);
  }

  @Test
  void refusesACheckpointUnderAnotherNameAndLeavesIt() throws IOException {
    bytes.putInt(CheckpointFile.MAGIC).putInt(CheckpointFile.VERSION);
    addRecord(CheckpointFile.HEAD, "00".repeat(24));
    addRecord(CheckpointFile.TAIL, "00000000");
    write(CheckpointFile.nameOf(1));
    LogFile.create(disk, 0);

    assertThat(opening()).hasMessageContaining("it says that it is checkpoint-0000000000000000");
    assertThat(disk.names()).contains(CheckpointFile.nameOf(1));
  }

  static Stream<Arguments> extents() {
    String first = "0000000000000000";
    return Stream.of(
        Arguments.of(
            "of nothing", extent("0000000000000014", "00000022", first, first, "00000000")),
        Arguments.of("of 2 GiB", extent("0000000000000014", "7fffffff", first, first, "00000001")),
        Arguments.of("of less", extent("0000000000000014", "ffffffff", first, first, "00000001")),
        Arguments.of(
            "before all", extent("ffffffffffffffff", "00000022", first, first, "00000001")),
        Arguments.of("of half", "0000000100000000"));
  }

  private static String extent(
      String position, String length, String first, String last, String n) {
    return "00000001" + position + length + first + last + n;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("extents")
  void refusesAnExtentThatThereCannotBe(String what, String extents) throws IOException {
    addSegmentHeader();
    addRecord(MessageFormat.OWN, "00".repeat(25));
    int footer = bytes.position();
    addRecord(Segment.EXTENTS, extents);
    addTrailer(footer);

    assertThatThrownBy(this::readFooter)
        .as(what)
        .isInstanceOf(DamagedStoreException.class)
        .hasMessageContaining("segment is damaged at byte " + footer);
  }

  @Test
  void refusesAListOfExtentsBeforeTheFile() throws IOException {
    addSegmentHeader();
    addRecord(Segment.EXTENTS, "");
    addTrailer(-1);

    assertThatThrownBy(this::readFooter).isInstanceOf(DamagedStoreException.class);
  }

  private void addSegmentHeader() {
    bytes.putInt(Segment.MAGIC).putInt(Segment.VERSION).putLong(1);
    bytes.putInt(Segment.checksum(bytes, 16));
  }

  private void addTrailer(long footer) throws IOException {
    int at = bytes.position();
    bytes.putLong(footer).putInt(Segment.MAGIC);
    bytes.putInt(Segment.checksum(bytes.slice(at, 12), 12));
    write("segment");
  }

  private void readFooter() throws IOException {
    SegmentFooter.read(new FileSource("segment", disk.open("segment")), 1);
  }

  private void addRecord(byte kind, String content) {
    int start = bytes.position();
    RecordFormat.begin(bytes, kind, QUEUE);
    bytes.put(HexFormat.of().parseHex(content));
    RecordFormat.end(bytes, start, new CRC32C());
  }

  private void write(String name) throws IOException {
    byte[] content = new byte[bytes.position()];
    bytes.get(0, content);
    disk.replace(FormatFile.NAME, "millrace store 1\n".getBytes(US_ASCII));
    disk.replace(name, content);
  }

  /** What opening the store and its queue fails with. */
  private Throwable opening() {
    Throwable failure = catchThrowable(this::open);
    return failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
  }

  private void open() throws IOException {
    try (LocalStore store = new LocalStore(disk, DirectoryLock.none(), OPTIONS)) {
      OffsetSetQueue queue = new OffsetSetQueue(store.loop(new ManualLoop()), "q");
      queue.present.forEach(offset -> queue.journal().read(offset));
    }
  }
}
