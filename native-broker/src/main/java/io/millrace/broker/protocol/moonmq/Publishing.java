package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Confirm;
import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import io.millrace.client.codec.PublishType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what one connection publishes: where it goes, whether it may, and whether there is room for
 * more. For the connection's thread.
 */
final class Publishing {
  private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);
  private static final int MOST_TRIES = 3;

  private final Peer connection;
  private final Identity who;
  private final Queues queues;
  private final FanoutGroups fanouts;
  private final boolean emptyBodies;
  private final QueueRules rules;
  private final Publishes publishes;

  /** What the last publish was addressed to, as the next one is, mostly. */
  private @Nullable QueueAddress lastAddress;

  private String lastHosted = "";

  /** What is to be published again, since its queue had just gone, and what came after it. */
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(1, Comparator.comparingLong(Later::place));

  /** Whether the queue of one of them is being made. */
  private boolean awaitsQueue;

  /** How many have come. */
  private long count;

  /**
   * One of them.
   *
   * @param place in the order in which they came
   */
  private record Later(long place, Frame.Publish frame, Reply reply) {}

  Publishing(Peer connection, Identity who, VirtualHost host, Queues queues, MoonmqFront front) {
    this.connection = connection;
    this.who = who;
    this.queues = queues;
    this.fanouts = front.fanouts();
    this.emptyBodies = front.settings().emptyBodies();
    this.rules = front.settings().queues();
    this.publishes =
        new Publishes(
            host, front.messageIds(), rules, () -> connection.hop(this::confirmsCame), this::later);
  }

  /** The reply is known when the message is where it is to be. */
  void publish(Frame.Publish frame) {
    long place = count++;
    Reply reply = connection.openReply();
    Optional<Fault> refusal = refusalOf(frame);
    if (refusal.isPresent()) {
      reply.answer(refusal.get());
    } else if (frame.type() == PublishType.FANOUT) {
      publishCopies(place, frame, reply);
    } else {
      publish(place, frame, reply, MOST_TRIES);
    }
  }

  /** To everybody who has bound the queue; while nobody has, it waits like any other message. */
  private void publishCopies(long place, Frame.Publish frame, Reply reply) {
    boolean filtered = rules.of(frame.queue()).fanoutFilter();
    List<CompletableFuture<CopyPlace>> copies =
        fanouts.members(frame.queue()).stream()
            .filter(member -> !filtered || member.isFor(frame.routingKey()))
            .map(CopyQueue::place)
            .toList();
    CompletableFuture<?>[] all = copies.toArray(CompletableFuture<?>[]::new);
    CompletableFuture<List<CopyPlace>> there =
        CompletableFuture.allOf(all)
            .thenApply(done -> copies.stream().map(CompletableFuture::join).toList());
    if (there.isDone() && !there.isCompletedExceptionally()) {
      publishCopies(place, frame, there.join(), reply);
    } else {
      connection.await(
          there, known -> publishCopies(place, frame, known, reply), reply, Method.PUBLISH);
    }
  }

  private void publishCopies(long place, Frame.Publish frame, List<CopyPlace> copies, Reply reply) {
    Optional<Fault> refusal = copies.stream().flatMap(copy -> copy.refusal().stream()).findFirst();
    List<String> names = copies.stream().flatMap(copy -> copy.name().stream()).toList();
    if (refusal.isPresent()) {
      reply.answer(refusal.get()); // Nobody has got one: it can be published again.
    } else if (publishes.publishCopies(names, frame, reply) > 0) {
      heedRoom();
    } else {
      reply.awaitCopies(1);
      publish(place, frame, reply, MOST_TRIES);
    }
  }

  private Optional<Fault> refusalOf(Frame.Publish frame) {
    if (frame.body().length == 0 && !emptyBodies) {
      return refused(Codes.BAD_REQUEST, "the body is empty");
    }
    if (frame.confirm() == Confirm.QUORUM) {
      return refused(Codes.NOT_IMPLEMENTED, "no queue has several members");
    }
    return Queues.refusal(who, Access.WRITE, hosted(frame), Method.PUBLISH);
  }

  private static Optional<Fault> refused(int code, String why) {
    return Optional.of(Codes.fault(code, Method.PUBLISH, why));
  }

  /** Publishes, and makes the queue first where there is none. */
  private void publish(long place, Frame.Publish frame, Reply reply, int triesLeft) {
    String hosted = hosted(frame);
    if (publishes.publish(hosted, place, frame, reply)) {
      heedRoom();
    } else if (publishes.hasFor(frame)) {
      // What is on its way will not get there either, and is to come first.
      later(place, frame, reply);
      connection.holdPublishes();
    } else if (triesLeft == 0) {
      reply.answer(Codes.fault(Codes.FAILED, Method.PUBLISH, "the queue does not stay"));
    } else {
      connection.await(
          queues.open(who, hosted, Method.PUBLISH),
          refusal ->
              refusal.ifPresentOrElse(
                  reply::answer, () -> publish(place, frame, reply, triesLeft - 1)),
          reply,
          Method.PUBLISH);
    }
  }

  private String hosted(Frame.Publish frame) {
    QueueAddress last = lastAddress;
    if (last == null
        || !last.queue().equals(frame.queue())
        || !last.routingKey().equals(frame.routingKey())) {
      last = new QueueAddress(frame.queue(), frame.routingKey());
      lastAddress = last;
      lastHosted = rules.address(frame.queue(), frame.routingKey()).hostedName();
    }
    return lastHosted;
  }

  private void heedRoom() {
    if (!publishes.hasRoom()) {
      publishes.flush();
      connection.holdPublishes();
    }
  }

  /** Something became of publishes, or there is room for more. */
  private void confirmsCame() {
    publishes.takeConfirms();
    if (!later.isEmpty()) {
      connection.holdPublishes();
      if (!awaitsQueue && !publishes.hasFor(later.element().frame())) {
        publishLater();
      }
    }
    if (later.isEmpty() && !awaitsQueue && publishes.hasRoom()) {
      connection.releasePublishes();
    }
    connection.flush();
  }

  private void later(long place, Frame.Publish frame, Reply reply) {
    later.add(new Later(place, frame, reply));
  }

  /** One after another, so that they keep their order. */
  private void publishLater() {
    while (!later.isEmpty()) {
      Later first = later.element();
      String hosted = hosted(first.frame());
      if (publishes.publish(hosted, first.place(), first.frame(), first.reply())) {
        later.remove();
      } else if (publishes.hasFor(first.frame())) {
        break; // Those before it have to come back first.
      } else {
        awaitsQueue = true;
        connection.await(
            queues.open(who, hosted, Method.PUBLISH).exceptionally(Publishing::failed),
            refusal -> opened(first, refusal),
            first.reply(),
            Method.PUBLISH);
        break;
      }
    }
    publishes.flush();
  }

  private static Optional<Fault> failed(Throwable why) {
    LOG.error("a queue could not be made anew", why);
    return refused(Codes.FAILED, "the broker has failed");
  }

  private void opened(Later first, Optional<Fault> refusal) {
    awaitsQueue = false;
    if (refusal.isPresent()) {
      later.remove(first);
      first.reply().answer(refusal.get());
    }
    publishLater();
    confirmsCame();
  }

  /** Sends off what was collected. */
  void flush() {
    publishes.flush();
  }
}
