package io.millrace.testkit.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link KafkaBroker} in a process of its own is made of. */
public final class KafkaBrokerBuilder {
  /** A small and quick JVM: about 160 MiB resident, ready in about 2 seconds. */
  private static final List<String> SMALL_AND_QUICK =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Map<String, String> properties = new LinkedHashMap<>();
  private String classPath = System.getProperty("java.class.path");
  private List<String> jvmOptions = SMALL_AND_QUICK;
  private int heapMebibytes = 128;
  private Duration startTimeout = Duration.ofSeconds(60);
  private Optional<SaslUser> sasl = Optional.empty();
  private Optional<TlsKey> tls = Optional.empty();
  private @Nullable Path parentDirectory;

  KafkaBrokerBuilder() {}

  /**
   * Where the process finds Kafka and {@link BrokerProcess}, as the option {@code -cp} takes it, so
   * {@code lib/*} as well; by default the class path of this JVM.
   */
  public KafkaBrokerBuilder classPath(String value) {
    classPath = value;
    return this;
  }

  public KafkaBrokerBuilder heapMebibytes(int value) {
    heapMebibytes = value;
    return this;
  }

  /** Options of its JVM but for the heap, in place of those for a small and quick one. */
  public KafkaBrokerBuilder jvmOptions(List<String> value) {
    jvmOptions = List.copyOf(value);
    return this;
  }

  /** A property of the broker, which wins over what this package sets. */
  public KafkaBrokerBuilder property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Adds a listener that takes this user, by SASL/PLAIN, and nobody else. */
  public KafkaBrokerBuilder sasl(String user, String password) {
    sasl = Optional.of(new SaslUser(user, password));
    return this;
  }

  /**
   * Adds a listener over TLS.
   *
   * @param keyStore of the kind PKCS12, with a key whose certificate is for {@code 127.0.0.1};
   *     {@code keytool} makes one
   */
  public KafkaBrokerBuilder tls(Path keyStore, String password) {
    tls = Optional.of(new TlsKey(keyStore, password));
    return this;
  }

  /** Where the broker makes its temporary directory; by default where this JVM has its own. */
  public KafkaBrokerBuilder parentDirectory(Path value) {
    parentDirectory = value;
    return this;
  }

  /** How long {@link KafkaBroker#start} waits; 60 seconds by default, for a machine under load. */
  public KafkaBrokerBuilder startTimeout(Duration value) {
    startTimeout = value;
    return this;
  }

  /** The broker, not started. Takes ports and a directory. */
  public KafkaBroker build() {
    ChildJvm jvm = new ChildJvm(classPath, heapMebibytes, jvmOptions, startTimeout);
    return new ForkedKafkaBroker(
        jvm, BrokerFiles.create(Optional.ofNullable(parentDirectory)), sasl, tls, properties);
  }
}
