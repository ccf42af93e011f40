package io.millrace.client;

/** How a client shows that it knows a password. */
public enum Mechanism {
  /** By saying it: for TLS, unix sockets and the loopback address. */
  PLAIN,
  /** By a proof that tells nobody the password, and shows that the broker knows the user too. */
  SCRAM_SHA_256
}
