package io.millrace.kafka.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * What a {@link Worker} is started with.
 *
 * @param handling how long a handler takes, on average
 * @param kafka the properties of its consumer
 */
record WorkerSettings(
    String name, String topic, Path events, Duration handling, Map<String, String> kafka) {

  WorkerSettings {
    kafka = Map.copyOf(kafka);
  }

  WorkerSettings withName(String value) {
    return new WorkerSettings(value, topic, events, handling, kafka);
  }

  WorkerSettings withHandling(Duration value) {
    return new WorkerSettings(name, topic, events, value, kafka);
  }

  WorkerSettings with(String property, String value) {
    Map<String, String> changed = new HashMap<>(kafka);
    changed.put(property, value);
    return new WorkerSettings(name, topic, events, handling, changed);
  }

  /** Well within the time in which a consumer must poll again. */
  Duration revokeBudget() {
    String pollInterval = kafka.getOrDefault(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "20000");
    return Duration.ofMillis(Long.parseLong(pollInterval) / 2);
  }

  List<String> toArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(name);
    arguments.add(topic);
    arguments.add(events.toString());
    arguments.add(handling.toString());
    kafka.forEach((property, value) -> arguments.add(property + "=" + value));
    return arguments;
  }

  static WorkerSettings of(String[] arguments) {
    Map<String, String> kafka = new HashMap<>();
    for (int i = 4; i < arguments.length; i++) {
      String[] pair = arguments[i].split("=", 2);
      kafka.put(pair[0], pair[1]);
    }
    return new WorkerSettings(
        arguments[0], arguments[1], Path.of(arguments[2]), Duration.parse(arguments[3]), kafka);
  }
}
