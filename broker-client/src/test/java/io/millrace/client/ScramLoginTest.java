package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialogue of RFC 7677, section 3, and brokers that do not keep to it. */
class ScramLoginTest {
  private static final String OWN = "rOprNGfwEbeRWgbNEkqO";
  private static final String BOTH = OWN + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String CHALLENGE = "r=" + BOTH + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

  private final Login.Dialogue dialogue = new ScramLogin("user", "pencil", () -> OWN).begin();

  @Test
  void saysWhatTheStandardSays() throws Exception {
    assertThat(text(dialogue.first())).isEqualTo("n,,n=user,r=" + OWN);
    assertThat(text(next(CHALLENGE)))
        .isEqualTo("c=biws,r=" + BOTH + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    dialogue.letIn(answer(false, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  }

  @Test
  void writesCommasAndEqualsSignsOfANameOtherwise() {
    assertThat(text(new ScramLogin("a=b,c", "p", () -> "n").begin().first()))
        .isEqualTo("n,,n=a=3Db=2Cc,r=n");
  }

  @Test
  void doesNotTrustABrokerThatHasNotShownThatItKnowsTheUser() throws Exception {
    next(CHALLENGE);
    assertThatThrownBy(
            () -> dialogue.letIn(answer(false, "v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("do not trust it");
  }

  @Test
  void doesNotTrustABrokerThatLetsItInAtOnce() {
    assertThatThrownBy(() -> dialogue.letIn(answer(false, ""))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r=somebodyElse,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==",
        "r=rOprNGfwEbeRWgbNEkqOx,s=*,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=many",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=10000001"
      })
  void refusesAChallengeThatIsNone(String challenge) {
    assertThatThrownBy(() -> next(challenge)).hasCauseInstanceOf(IOException.class);
  }

  private Frame.Auth next(String said) throws Exception {
    return dialogue.next(answer(true, said)).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Frame.AuthOk answer(boolean more, String body) {
    return new Frame.AuthOk(more, body.getBytes(UTF_8));
  }

  private static String text(Frame.Auth auth) {
    assertThat(auth.mechanism()).isEqualTo("SCRAM-SHA-256");
    return new String(auth.body(), UTF_8);
  }
}
