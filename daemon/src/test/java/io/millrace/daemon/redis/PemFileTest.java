package io.millrace.daemon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFileTest {
  /** Made by {@code openssl pkcs8 -topk8}, with the password "open". */
  private static final String ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgzGDIgcqgoFgICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEDFYD3RCWZ4YTGdiv96EkYAEgZCC
      B/XcYpZKcz1Z+7Dd6ABOCvxXU4WhDSueUtk00ma2UaQ2i8Ed4kgwpx1j2WrUOziK
      LzxWGt475XKKEgCAfes/R5NvBaMCjp6vRkcbkLw9mb9EtCbNrsaJS2J5Y0Y9VhiK
      2IxD2WNiX83STRSrK5rdKAXrgb8VyZU4e4CoVLLImLyZ70OSY9cwTBeo2dHnbHY=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void readsAKeyOfAnyAlgorithm(String algorithm) throws Exception {
    PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    PemFile pem = PemFile.read(write(block("PRIVATE KEY", key.getEncoded())));
    assertThat(pem.key(Optional.empty())).isEqualTo(key);
  }

  @Test
  void readsAnEncryptedKeyWithItsPasswordOnly() throws Exception {
    PemFile pem = PemFile.read(write(ENCRYPTED));
    assertThat(pem.key(Optional.of("open")).getAlgorithm()).isEqualTo("EC");
    assertThatThrownBy(() -> pem.key(Optional.of("shut")))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("cannot be decrypted with this key-password");
    assertThatThrownBy(() -> pem.key(Optional.empty())).hasMessageContaining("say key-password");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    PemFile old = PemFile.read(write(block("RSA PRIVATE KEY", new byte[] {1})));
    assertThatThrownBy(() -> old.key(Optional.empty())).hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(old::certificates).hasMessage("it holds no certificate");
    PemFile empty = PemFile.read(write("nothing"));
    assertThatThrownBy(() -> empty.key(Optional.empty())).hasMessageContaining("no private key");
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(content), label);
  }

  private Path write(String pem) throws Exception {
    return Files.writeString(directory.resolve("own.pem"), pem);
  }
}
