package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key for a broker at the loopback address, with a certificate that it has signed itself.
 *
 * @param keyStore has the key; its password is {@link #PASSWORD}
 * @param pem the certificate, for those who shall trust it
 */
record BrokerCertificate(Path keyStore, Path pem) {
  static final String PASSWORD = "no secret";

  /** Made by the tool that comes with Java. */
  static BrokerCertificate makeIn(Path directory) throws IOException, InterruptedException {
    BrokerCertificate made =
        new BrokerCertificate(directory.resolve("broker.p12"), directory.resolve("broker.pem"));
    made.keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "2",
        "-dname",
        "CN=broker",
        "-ext",
        "san=ip:127.0.0.1");
    made.keytool("-exportcert", "-rfc", "-file", made.pem.toString());
    return made;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            "broker",
            "-storetype",
            "PKCS12",
            "-keystore",
            keyStore.toString(),
            "-storepass",
            PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said);
    }
  }
}
