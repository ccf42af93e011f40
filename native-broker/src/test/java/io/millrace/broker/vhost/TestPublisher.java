package io.millrace.broker.vhost;

import static org.awaitility.Awaitility.await;

import io.millrace.broker.message.Message;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A front that publishes: it waits for room, and collects what became of its publishes. */
final class TestPublisher implements ConfirmSink {
  private static final Set<PublishOutcome> HAS_NUMBER =
      EnumSet.of(PublishOutcome.ROUTED, PublishOutcome.UNROUTABLE, PublishOutcome.PARKED);

  private final Semaphore news = new Semaphore(0);
  private final Publisher publisher;
  final Set<Long> open = new TreeSet<>();
  int published;
  final Set<Long> confirmed = new TreeSet<>();
  final Map<Long, PublishRefusal> refused = new TreeMap<>();
  final Map<Long, Message> returned = new TreeMap<>();

  TestPublisher(VirtualHost host) {
    this(host, false);
  }

  private TestPublisher(VirtualHost host, boolean patient) {
    publisher = patient ? host.patientPublisher(news::release) : host.publisher(news::release);
  }

  /** One whose messages wait for room in memory. */
  static TestPublisher patient(VirtualHost host) {
    return new TestPublisher(host, true);
  }

  /** Publishes, and waits only while there is no room. */
  PublishOutcome publish(Message message) {
    return publish(message, PublishOptions.PLAIN);
  }

  PublishOutcome publish(Message message, PublishOptions options) {
    while (!publisher.hasRoom()) {
      publisher.flush();
      awaitNews();
      publisher.takeConfirms(this);
    }
    PublishOutcome outcome = publisher.publish(message, options);
    if (HAS_NUMBER.contains(outcome)) {
      open.add(publisher.lastSequence());
      published++;
    }
    return outcome;
  }

  /** Publishes without asking for room. */
  PublishOutcome push(Message message) {
    PublishOutcome outcome = publisher.publish(message);
    open.add(publisher.lastSequence());
    published++;
    return outcome;
  }

  void flush() {
    publisher.flush();
  }

  boolean hasRoom() {
    return publisher.hasRoom();
  }

  /** Takes what is known by now. */
  void look() {
    publisher.takeConfirms(this);
  }

  /** Publishes one and waits for the answer: null for a confirm. */
  PublishRefusal publishAndWait(Message message) {
    publish(message);
    awaitAll();
    return refused.get(publisher.lastSequence());
  }

  /** Waits until everything is answered. */
  TestPublisher awaitAll() {
    publisher.flush();
    await()
        .atMost(TestHost.DEADLINE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              publisher.takeConfirms(this);
              return open.isEmpty();
            });
    return this;
  }

  private void awaitNews() {
    try {
      if (!news.tryAcquire(TestHost.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("no news");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void confirmed(long sequence, boolean multiple) {
    if (multiple) {
      open.removeIf(
          each -> {
            boolean meant = each <= sequence;
            if (meant) {
              confirmed.add(each);
            }
            return meant;
          });
    } else if (open.remove(sequence)) {
      confirmed.add(sequence);
    } else {
      throw new AssertionError("confirmed twice: " + sequence);
    }
  }

  @Override
  public void refused(long sequence, PublishRefusal why) {
    if (!open.remove(sequence)) {
      throw new AssertionError("answered twice: " + sequence);
    }
    refused.put(sequence, why);
  }

  @Override
  public void returned(long sequence, Message message) {
    if (!open.remove(sequence)) {
      throw new AssertionError("answered twice: " + sequence);
    }
    returned.put(sequence, message);
  }
}
