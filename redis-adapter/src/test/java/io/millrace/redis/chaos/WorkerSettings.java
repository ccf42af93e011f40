package io.millrace.redis.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link Worker} is started with.
 *
 * @param handling how long a handler takes, on average
 */
record WorkerSettings(
    String name, String list, Place place, Path events, Duration handling, Duration lease) {

  WorkerSettings withHandling(Duration value) {
    return new WorkerSettings(name, list, place, events, value, lease);
  }

  WorkerSettings withPlace(Place value) {
    return new WorkerSettings(name, list, value, events, handling, lease);
  }

  List<String> toArguments() {
    return List.of(
        name, list, place.toString(), events.toString(), handling.toString(), lease.toString());
  }

  static WorkerSettings of(String[] arguments) {
    return new WorkerSettings(
        arguments[0],
        arguments[1],
        Place.parse(arguments[2]),
        Path.of(arguments[3]),
        Duration.parse(arguments[4]),
        Duration.parse(arguments[5]));
  }
}
