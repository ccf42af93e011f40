package io.millrace.testkit.kafka;

/**
 * Which kind of broker tests get: what the system property {@value #PROPERTY} says, {@code process}
 * or {@code docker}; otherwise one in a container when Testcontainers is on the class path and a
 * Docker engine answers, and one in a process of its own when not.
 */
final class BrokerChoice {
  static final String PROPERTY = "millrace.testkit.kafka";

  private BrokerChoice() {}

  /** Not started. */
  static KafkaBroker broker() {
    String wanted = System.getProperty(PROPERTY, "");
    return switch (wanted) {
      case "process" -> KafkaBroker.builder().build();
      case "docker" -> new ContainerKafkaBroker();
      case "" ->
          ContainerKafkaBroker.isPossible()
              ? new ContainerKafkaBroker()
              : KafkaBroker.builder().build();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be process or docker, got " + wanted);
    };
  }
}
