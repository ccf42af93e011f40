package io.millrace.broker.protocol.amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.message.AnyMessage;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortStringTest {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void namesAreRememberedAndNeverMixedUp(@ForAll("texts") List<String> texts) {
    FieldReader in = new FieldReader();
    for (String text : texts) {
      byte[] bytes = Wire.written(out -> FieldWriter.shortString(text, out));
      in.read(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
      assertThat(in.shortString()).isEqualTo(text);
    }
  }

  @Test
  void aNameThatComesAgainMakesNoNewString() {
    FieldReader in = Wire.reader(Wire.hex("03 616263 03 616263"));

    assertThat(in.shortString()).isSameAs(in.shortString());
  }

  @Test
  void namesOfOneHashAreTwo() {
    FieldReader in = Wire.reader(Wire.hex("02 4161 02 4242 02 4161"));

    assertThat(List.of(in.shortString(), in.shortString(), in.shortString()))
        .containsExactly("Aa", "BB", "Aa");
  }

  @Test
  void whatIsNotUtf8IsMalformed() {
    assertThatThrownBy(() -> Wire.reader(Wire.hex("02 c328")).shortString())
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("a string is not UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"a, 255, 255", "a, 256, 255", "\u00e9, 127, 254", "\u00e9, 128, 254"})
  void ofATextThatIsTooLongWholeCharactersAreWritten(String character, int count, int bytes) {
    byte[] written = Wire.written(out -> FieldWriter.shortString(character.repeat(count), out));

    assertThat(written).hasSize(1 + bytes);
    assertThat(Wire.reader(written).shortString())
        .isEqualTo(character.repeat(bytes / character.getBytes(UTF_8).length));
  }

  @Test
  void aCharacterOfFourBytesIsNotCutEither() {
    byte[] written =
        Wire.written(out -> FieldWriter.shortString("abc" + "\ud83d\ude00".repeat(64), out));

    assertThat(Wire.reader(written).shortString()).isEqualTo("abc" + "\ud83d\ude00".repeat(63));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return AnyMessage.texts().list().ofMaxSize(200);
  }
}
