package io.millrace.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final byte[] SALT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

  /** The example in RabbitMQ's documentation of password hashes: the password test12. */
  private static final String RABBIT = "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR";

  @Test
  void recognizesItsPasswordAndNoOther() {
    PasswordHash hash = PasswordHash.of("s3cret", SALT, 1_000);

    assertThat(hash.isOf("s3cret")).isTrue();
    assertThat(hash.isOf("S3cret")).isFalse();
    assertThat(hash.isOf("")).isFalse();
  }

  /** With all rounds each time it would take minutes. */
  @Test
  @Timeout(60)
  void recognizesItAgainAtOnceAndOthersStillNot() {
    PasswordHash hash = PasswordHash.of("s3cret", SALT, PasswordHash.DEFAULT_ROUNDS);

    for (int i = 0; i < 20_000; i++) {
      assertThat(hash.isOf("s3cret")).isTrue();
    }
    assertThat(hash.isOf("S3cret")).isFalse();
    assertThat(hash.isOf("s3cret")).isTrue();
  }

  @Test
  void nothingIsThePasswordOfNobody() {
    PasswordHash hash = PasswordHash.ofNothing(new SecureRandom());

    assertThat(hash.isOf("nobody")).isFalse();
    assertThat(hash.isKnown("nobody")).isFalse();
    assertThat(hash).isNotEqualTo(PasswordHash.ofNothing(new SecureRandom()));
  }

  @Test
  void recognizesAPasswordThatWasKeptByPbkdf2Alone() {
    // RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "passwd", salt "salt", 1 round.
    String text = "pbkdf2-sha256$1$c2FsdA==$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=";
    PasswordHash kept = PasswordHash.parse(text);

    assertThat(kept.isOf("passwd")).isTrue();
    assertThat(kept.isOf("password")).isFalse();
    assertThat(kept.toText()).isEqualTo(text);
  }

  @Test
  void readsWhatItWrote() {
    PasswordHash hash = PasswordHash.of("s3cret", SALT, 1_000);
    PasswordHash rabbit = PasswordHash.ofRabbit("rabbit_password_hashing_sha256", RABBIT);

    assertThat(PasswordHash.parse(hash.toText())).isEqualTo(hash).matches(h -> h.isOf("s3cret"));
    assertThat(PasswordHash.parse(rabbit.toText())).isEqualTo(rabbit);
  }

  @Test
  void recognizesAPasswordThatRabbitMqHashed() {
    PasswordHash hash = PasswordHash.ofRabbit("rabbit_password_hashing_sha256", RABBIT);

    assertThat(hash.isOf("test12")).isTrue();
    assertThat(hash.isOf("test13")).isFalse();
  }

  @Test
  void refusesHashesThatItCannotCheck() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.ofRabbit("rabbit_password_hashing_md5", RABBIT))
        .withMessageContaining("md5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.ofRabbit("rabbit_password_hashing_sha512", RABBIT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.ofRabbit("rabbit_password_hashing_sha256", "%%%"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "pbkdf2-sha256$1$AAAA",
        "pbkdf2-sha256$0$AAAA$AAAA",
        "pbkdf2-sha256$99999999$AAAA$AAAA",
        "pbkdf2-sha256$1$AAAA$AAAA",
        "md5$1$AAAA$AAAA"
      })
  void refusesATextThatItDidNotWrite(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
  }

  @Test
  void refusesABlankPassword() {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.of(" ", SALT, 1_000));
  }

  @Test
  void showsNothingOfTheHash() {
    assertThat(PasswordHash.of("s3cret", SALT, 1_000)).hasToString("PasswordHash[scram-sha-256]");
  }
}
