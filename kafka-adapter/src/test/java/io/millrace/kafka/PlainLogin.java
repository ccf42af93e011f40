package io.millrace.kafka;

import java.util.Map;

/** What a client needs for a login by SASL/PLAIN over an unencrypted connection. */
final class PlainLogin {
  private PlainLogin() {}

  static Map<String, String> as(String user, String password) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
  }
}
