package io.millrace.broker.server;

import io.micrometer.core.instrument.Tags;
import io.millrace.broker.attendance.Attendance;
import io.millrace.broker.attendance.ExpectedConsumers;
import io.millrace.broker.attendance.Presence;
import io.millrace.broker.metrics.BrokerMeters;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Has somebody look whether consumers are there, and tells monitoring; where any are expected. */
final class AttendanceWatch {
  private AttendanceWatch() {}

  static void start(Attendance attendance, BrokerMeters meters, Ends ends) {
    List<Presence> presences = attendance.presences();
    if (presences.isEmpty()) {
      return;
    }
    for (int i = 0; i < presences.size(); i++) {
      bind(presences.get(i).expected(), i, attendance, meters);
    }
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("millrace-attendance"));
    ends.add(executor::shutdownNow);
    attendance.start(executor);
  }

  private static void bind(
      ExpectedConsumers expected, int place, Attendance attendance, BrokerMeters meters) {
    Tags queue = Tags.of("vhost", expected.virtualHost(), "queue", expected.queue());
    meters.gauge(
        "queue.consumers.expected",
        "Consumers that the queue is to have",
        queue,
        expected::consumers);
    meters.gauge(
        "queue.consumers.missing",
        "Consumers that the queue is to have and has not",
        queue,
        () -> attendance.presences().get(place).missing());
  }
}
