package io.millrace.broker.protocol.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodRoundTripTest {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void methodsComeOutAsTheyWentIn(
      @ForAll("methods") Method method, @ForAll("channels") int channel) {
    assertThat(Wire.parse(1 << 20, Wire.method(channel, method)))
        .containsExactly(new Wire.GotMethod(channel, method));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aMethodThatIsCutOffIsMalformed(@ForAll("methods") Method method) {
    byte[] fields = Wire.written(method::encode);
    for (int bytes = 0; bytes < fields.length; bytes += 1 + bytes / 64) {
      byte[] part = Arrays.copyOf(fields, bytes);
      MalformedFrameException malformed =
          catchThrowableOfType(MalformedFrameException.class, () -> parse(method, part));
      assertThat(malformed)
          .as("the first %d bytes of %s", bytes, method)
          .isNotNull()
          .extracting(MalformedFrameException::replyCode)
          .isEqualTo(ReplyCode.SYNTAX_ERROR);
      assertThat(malformed.classId()).isEqualTo(method.classId());
      assertThat(malformed.methodId()).isEqualTo(method.methodId());
    }
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void bytesBehindTheLastFieldAreMalformed(@ForAll("methods") Method method) {
    byte[] fields = Wire.written(method::encode);
    assertThatThrownBy(() -> parse(method, Arrays.copyOf(fields, fields.length + 1)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("1 bytes too many");
  }

  static Stream<Class<?>> kinds() {
    return AnyMethod.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theDefaultOfEveryMethodComesOutAsItWentIn(Class<?> kind)
      throws ReflectiveOperationException {
    Method method = (Method) kind.getField("DEFAULT").get(null);

    assertThat(Wire.parse(Wire.method(1, method))).containsExactly(new Wire.GotMethod(1, method));
    assertThat(method.id()).isEqualTo(method.classId() << 16 | method.methodId());
  }

  @Test
  void allMethodsAreThere() {
    assertThat(AnyMethod.kinds()).hasSize(66);
  }

  @Test
  void whatIsNoMethodIsRefusedWithItsNumbers() {
    assertThatThrownBy(() -> Wire.parse(Wire.frame(1, 1, Wire.hex("003c 03e7 00"))))
        .isInstanceOfSatisfying(
            MalformedFrameException.class,
            malformed -> {
              assertThat(malformed.replyCode()).isEqualTo(ReplyCode.COMMAND_INVALID);
              assertThat(malformed.classId()).isEqualTo(60);
              assertThat(malformed.methodId()).isEqualTo(999);
            });
  }

  private static List<Wire.Got> parse(Method method, byte[] fields) {
    return Wire.parse(
        1 << 20,
        Wire.frame(1, 1, Wire.written(out -> out.writeInt(method.id()).writeBytes(fields))));
  }

  @Provide
  Arbitrary<Method> methods() {
    return AnyMethod.any();
  }

  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.integers().between(0, 0xFFFF);
  }
}
