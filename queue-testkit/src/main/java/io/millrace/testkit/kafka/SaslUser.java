package io.millrace.testkit.kafka;

/** The one user of a listener with SASL/PLAIN. */
record SaslUser(String name, String password) {
  SaslUser {
    if (name.contains("\"") || password.contains("\"")) {
      throw new IllegalArgumentException("no quotes in a user's name or password");
    }
  }

  /** The broker's entry for its login module. */
  String toJaasConfig() {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
        + name
        + "=\""
        + password
        + "\";";
  }
}
