package io.millrace.broker.protocol.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.AnyMessage;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Decimal;
import io.millrace.broker.message.HeaderValue.Flag;
import io.millrace.broker.message.HeaderValue.Nothing;
import io.millrace.broker.message.HeaderValue.Real;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Single;
import io.millrace.broker.message.HeaderValue.Table;
import io.millrace.broker.message.HeaderValue.Timestamp;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.message.IntegerType;
import io.millrace.broker.message.Octets;
import io.millrace.broker.message.Text;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldTableTest {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void tablesComeOutAsTheyWentIn(@ForAll("tables") Headers table) {
    assertThat(read(Wire.written(out -> FieldWriter.table(table, out)))).isEqualTo(table);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aTableThatIsCutOffIsMalformed(@ForAll("tables") Headers table) {
    byte[] bytes = Wire.written(out -> FieldWriter.table(table, out));
    for (int length = 0; length < bytes.length; length += 1 + length / 64) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(MalformedFrameException.class);
    }
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("56", Nothing.NOTHING),
        Arguments.of("74 00", new Flag(false)),
        Arguments.of("74 01", new Flag(true)),
        Arguments.of("62 ff", new Whole(IntegerType.INT8, -1)),
        Arguments.of("42 ff", new Whole(IntegerType.UINT8, 255)),
        Arguments.of("73 8000", new Whole(IntegerType.INT16, -32_768)),
        Arguments.of("75 8000", new Whole(IntegerType.UINT16, 32_768)),
        Arguments.of("49 fffffffe", new Whole(IntegerType.INT32, -2)),
        Arguments.of("69 fffffffe", new Whole(IntegerType.UINT32, 4_294_967_294L)),
        Arguments.of("6c 8000000000000000", new Whole(IntegerType.INT64, Long.MIN_VALUE)),
        Arguments.of("66 3f800000", new Single(1)),
        Arguments.of("64 bff0000000000000", new Real(-1)),
        Arguments.of("44 02 0000013a", new Decimal(2, 314)),
        Arguments.of("54 0000000065000000", new Timestamp(0x65000000L)),
        Arguments.of("53 00000002 c3a9", Text.of("\u00e9")),
        Arguments.of("78 00000002 00ff", Octets.of(new byte[] {0, -1})),
        Arguments.of("46 00000000", new Table(Headers.EMPTY)),
        Arguments.of("46 00000004 0161 7401", new Table(flag("a"))),
        Arguments.of("41 00000000", new Sequence(List.of())),
        Arguments.of(
            "41 00000003 56 7400", new Sequence(List.of(Nothing.NOTHING, new Flag(false)))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueLooksLikeThis(String hex, HeaderValue value) {
    byte[] bytes = table("6b", hex);
    Headers headers = Headers.builder().put("k", value).build();

    assertThat(read(bytes)).isEqualTo(headers);
    assertThat(Wire.written(out -> FieldWriter.table(headers, out))).isEqualTo(bytes);
  }

  @Test
  void readsWhatOthersWriteOtherwise() {
    assertThat(read(table("6b", "4c ffffffffffffffff")).get("k"))
        .isEqualTo(new Whole(IntegerType.INT64, -1));
    assertThat(read(table("6b", "74 07")).get("k")).isEqualTo(new Flag(true));
  }

  @ParameterizedTest
  @CsvSource({
    "00000002 016b, a field of 1 bytes where 0 are left",
    "00000003 016b 3f, no type of field has the tag 63",
    "00000003 05616b, a field of 5 bytes where 2 are left",
    "00000008 016b 53 ffffffff 00, a field of 4294967295 bytes where 1 are left",
    "00000008 016b 46 00000002 00, a field of 2 bytes where 1 are left",
    "00000008 016b 41 00000001 74, a field of 1 bytes where 0 are left",
    "00000003 01ff 56, a string is not UTF-8",
    "ffffffff, a field of 4294967295 bytes where 0 are left",
  })
  void whatIsNoTableIsMalformed(String hex, String reason) {
    assertThatThrownBy(() -> read(Wire.hex(hex)))
        .isInstanceOfSatisfying(
            MalformedFrameException.class,
            malformed -> {
              assertThat(malformed.replyCode()).isEqualTo(ReplyCode.SYNTAX_ERROR);
              assertThat(malformed.text()).isEqualTo(reason);
            });
  }

  @Test
  void tablesAreNestedSoDeepAndNoDeeper() {
    assertThat(read(nested(Headers.MAX_DEPTH)).count()).isEqualTo(1);
    assertThatThrownBy(() -> read(nested(Headers.MAX_DEPTH + 1)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("nested deeper than 64");
  }

  private static byte[] nested(int depth) {
    byte[] table = Wire.hex("00000000");
    for (int i = 0; i < depth; i++) {
      table = table("6b", "46" + HexFormat.of().formatHex(table));
    }
    return table;
  }

  private static byte[] table(String nameHex, String valueHex) {
    byte[] name = Wire.hex(nameHex);
    byte[] value = Wire.hex(valueHex);
    return Wire.written(
        out ->
            out.writeInt(1 + name.length + value.length)
                .writeByte(name.length)
                .writeBytes(name)
                .writeBytes(value));
  }

  private static Headers flag(String name) {
    return Headers.builder().put(name, new Flag(true)).build();
  }

  private static Headers read(byte[] bytes) {
    FieldReader in = Wire.reader(bytes);
    Headers table = in.table();
    in.expectEnd();
    return table;
  }

  @Provide
  Arbitrary<Headers> tables() {
    return AnyMessage.headers(3);
  }
}
