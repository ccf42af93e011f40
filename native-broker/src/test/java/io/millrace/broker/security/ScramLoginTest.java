package io.millrace.broker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramLoginTest {
  // The example of RFC 7677, section 3.
  private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
  private static final String NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String CHALLENGE =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String LAST =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
  private static final String ANSWER = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  private static final PasswordHash PENCIL = PasswordHash.of("pencil", SALT, 4096);

  @Test
  void saysWhatTheSpecificationSays() {
    ScramLogin login = begin(FIRST);

    assertThat(login.challenge()).isEqualTo(CHALLENGE);
    assertThat(login.answer(bytes(LAST))).contains(ANSWER);
  }

  @Test
  void letsInWhosePasswordWasKeptByPbkdf2Alone() {
    ScramKeys keys = PasswordHash.parse(asPbkdf2()).scramKeys().orElseThrow();

    ScramLogin login = new ScramLogin(first(FIRST).orElseThrow(), NONCE, keys);

    assertThat(login.answer(bytes(LAST))).contains(ANSWER);
  }

  /** PBKDF2-HMAC-SHA-256 of pencil with that salt, from which RFC 7677 goes on. */
  private static String asPbkdf2() {
    return "pbkdf2-sha256$4096$W22ZaJ0SNY7soEsUEjb6gQ==$xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=!!!",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA",
        "c=biws,r=another,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=eHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
      })
  void takesNothingElseForAProof(String last) {
    assertThat(begin(FIRST).answer(bytes(last))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,,",
        "n=user,r=x",
        "n,,n=,r=x",
        "n,,n=user",
        "n,,n=user,r=",
        "n,,n=us=er,r=x",
        "n,a=other,n=user,r=x",
        "p=tls-unique,,n=user,r=x",
        "n,,m=what,n=user,r=x",
        "n,,n=user,r=x,m=what"
      })
  void beginsWithNothingElse(String firstMessage) {
    assertThat(first(firstMessage)).isEmpty();
  }

  @Test
  void namesMayHaveCommasAndEqualsSigns() {
    assertThat(first("y,,n=a=2Cb=3D2C,r=x,x=extension").orElseThrow().user()).isEqualTo("a,b=2C");
    assertThat(first("n,a=me,n=me,r=x").orElseThrow().user()).isEqualTo("me");
  }

  @Test
  void nobodyLooksLikeSomebodyAndIsAlwaysTheSame() {
    byte[] secret = bytes("secret");

    ScramKeys keys = ScramKeys.ofNobody("ann", secret);

    assertThat(keys.salt()).hasSize(PasswordHash.SALT_BYTES);
    assertThat(keys.rounds()).isEqualTo(PasswordHash.DEFAULT_ROUNDS);
    assertThat(keys.salt()).isEqualTo(ScramKeys.ofNobody("ann", secret).salt());
    assertThat(keys.salt()).isNotEqualTo(ScramKeys.ofNobody("ben", secret).salt());
    assertThat(keys.salt()).isNotEqualTo(ScramKeys.ofNobody("ann", bytes("another")).salt());
  }

  private static ScramLogin begin(String firstMessage) {
    return new ScramLogin(
        first(firstMessage).orElseThrow(), NONCE, PENCIL.scramKeys().orElseThrow());
  }

  private static Optional<ScramFirst> first(String message) {
    return ScramFirst.parse(bytes(message));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
