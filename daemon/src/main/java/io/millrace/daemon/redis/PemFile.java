package io.millrace.daemon.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What a PEM file (RFC 7468) holds: certificates, and perhaps the private key of the first. */
final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(String label, byte[] content) {}

  private final List<Block> blocks;

  private PemFile(List<Block> blocks) {
    this.blocks = blocks;
  }

  static PemFile read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(file, ISO_8859_1));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
    }
    return new PemFile(blocks);
  }

  /** At least one. */
  List<Certificate> certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
      }
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("it holds no certificate");
    }
    return certificates;
  }

  /** In PKCS #8, encrypted or not. */
  PrivateKey key(Optional<String> password) throws IOException, GeneralSecurityException {
    for (Block block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return privateKey(new PKCS8EncodedKeySpec(block.content()));
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return privateKey(
              decrypted(
                  block.content(),
                  password.orElseThrow(
                      () ->
                          new GeneralSecurityException("its key is encrypted; say key-password"))));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw new GeneralSecurityException(
                "its key is a '"
                    + block.label()
                    + "'; turn it into PKCS #8 with openssl pkcs8 -topk8 -in FILE");
        default -> {} // a certificate, or what does not concern us
      }
    }
    throw new GeneralSecurityException("it holds no private key; put it beside the certificates");
  }

  private static PrivateKey privateKey(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Of another algorithm.
      }
    }
    throw new GeneralSecurityException("its key is neither RSA, EC nor EdDSA");
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] content, String password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
    // PBES2 tells its algorithm in the parameters.
    String algorithm =
        info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.toCharArray())),
        info.getAlgParameters());
    try {
      return info.getKeySpec(cipher);
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException("its key cannot be decrypted with this key-password", e);
    }
  }
}
