package io.millrace.testkit.kafka;

import java.nio.file.Path;

/**
 * What a broker proves itself with.
 *
 * @param keyStore of the kind PKCS12, with a key and its certificate
 * @param password of the store and of the key in it
 */
record TlsKey(Path keyStore, String password) {}
