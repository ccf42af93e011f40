package io.millrace.daemon.kafka;

import io.millrace.daemon.spi.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The options {@code tls} and {@code sasl}, which stand for a handful of Kafka's properties each.
 *
 * <p>A server's certificate is verified, and so is its name: there is no option to look away.
 */
final class ClientSecurity {
  private static final String PROTOCOL = "security.protocol";
  private static final String JAAS = "sasl.jaas.config";

  /** How to prove who one is. */
  private enum Mechanism {
    PLAIN,
    SCRAM_SHA_256,
    SCRAM_SHA_512;

    String kafkaName() {
      return name().replace('_', '-');
    }

    String loginModule() {
      return this == PLAIN
          ? "org.apache.kafka.common.security.plain.PlainLoginModule"
          : "org.apache.kafka.common.security.scram.ScramLoginModule";
    }
  }

  private ClientSecurity() {}

  /**
   * The properties they stand for; empty when neither is there.
   *
   * @param given properties set by name, which must not say the same again
   */
  static Map<String, String> from(Options options, Map<String, String> given) {
    Map<String, String> properties = new LinkedHashMap<>();
    boolean hasTls = options.has("tls");
    boolean hasSasl = options.has("sasl");
    if (hasTls) {
      tls(options.options("tls"), properties);
    }
    if (hasSasl) {
      sasl(options.options("sasl"), properties);
    }
    if (hasTls || hasSasl) {
      properties.put(PROTOCOL, (hasSasl ? "SASL_" : "") + (hasTls ? "SSL" : "PLAINTEXT"));
      for (String name : properties.keySet()) {
        if (given.containsKey(name)) {
          throw options
              .options("properties")
              .error(name, "tls: and sasl: set this already; write it in one place");
        }
      }
    }
    return properties;
  }

  private static void tls(Options tls, Map<String, String> properties) {
    Optional<String> authority = tls.optionalText("ca");
    Optional<String> certificate = tls.optionalText("certificate");
    Optional<String> password = tls.secret("key-password");
    if (authority.isPresent()) {
      properties.put("ssl.truststore.type", "PEM");
      properties.put("ssl.truststore.location", file(tls, "ca", authority.get()));
    }
    if (certificate.isPresent()) {
      properties.put("ssl.keystore.type", "PEM");
      properties.put("ssl.keystore.location", file(tls, "certificate", certificate.get()));
    }
    if (password.isPresent()) {
      if (certificate.isEmpty()) {
        throw tls.error("key-password", "there is no key without a certificate: FILE");
      }
      properties.put("ssl.key.password", password.get());
    }
  }

  private static String file(Options options, String key, String path) {
    if (!Files.isReadable(Path.of(path))) {
      throw options.error(key, "cannot read the PEM file " + path);
    }
    return path;
  }

  private static void sasl(Options sasl, Map<String, String> properties) {
    Mechanism mechanism = sasl.choice("mechanism", Mechanism.class, Mechanism.PLAIN);
    String user = sasl.text("username");
    String password =
        sasl.secret("password")
            .orElseThrow(
                () ->
                    sasl.error(
                        "password",
                        "this key must have a value; name a variable, as in ${KAFKA_PASSWORD}, or let"
                            + " the variable of this key with _FILE name a file"));
    properties.put("sasl.mechanism", mechanism.kafkaName());
    properties.put(
        JAAS,
        String.format(
            Locale.ROOT,
            "%s required username=\"%s\" password=\"%s\";",
            mechanism.loginModule(),
            quoted(user),
            quoted(password)));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
