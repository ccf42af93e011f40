package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A queue as one would explain it, to compare the real one with: lists that are searched from the
 * front.
 */
final class ListQueue {
  enum Place {
    WAITING,
    DELAYED,
    IN_FLIGHT,
    DEPARTING
  }

  /** A message in the queue. */
  static final class Item {
    final long offset;
    final Envelope envelope;
    Place place = Place.WAITING;
    int level;
    int attempts;
    boolean delivered;
    long dueMillis;
    boolean retry;
    long consumer;
    long leasedAtMillis;

    Item(long offset, Envelope envelope) {
      this.offset = offset;
      this.envelope = envelope;
    }
  }

  /** Somebody who consumes or holds messages. */
  static final class Client {
    final long id;
    final Subscribe terms;
    boolean subscribed = true;
    boolean open = true;
    KeyFilter filter;
    int credit;

    /** Whether it holds what it took out of turn. */
    boolean taking;

    Client(Subscribe terms) {
      this.id = terms.consumer();
      this.terms = terms;
      this.filter = terms.filter();
      this.credit = terms.credit();
    }
  }

  final List<Item> items = new ArrayList<>();
  final Map<Long, Client> clients = new LinkedHashMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();

  /** What the machine should have asked for since the last check. */
  final List<String> expected = new ArrayList<>();

  QueueOptions options;
  long nowMillis;
  long nextOffset;
  private long suspectBelow;
  boolean paused;
  long dismissals;
  private int blockedBytes = -1;
  private boolean draining;
  @Nullable Client active;

  ListQueue(QueueOptions options) {
    this.options = options;
  }

  List<Item> in(Place place) {
    return items.stream().filter(item -> item.place == place).toList();
  }

  List<Item> heldBy(long consumer) {
    return items.stream()
        .filter(item -> item.place == Place.IN_FLIGHT && item.consumer == consumer)
        .toList();
  }

  long sizeBytes() {
    return items.stream().mapToLong(item -> item.envelope.sizeBytes()).sum();
  }

  Map<Integer, List<Long>> readyByLevel() {
    Map<Integer, List<Long>> levels = new TreeMap<>();
    for (Item item : items) {
      int level =
          item.place == Place.WAITING
              ? item.level
              : Math.min(item.envelope.priority(), options.maxPriority());
      if (item.place == Place.WAITING || item.place == Place.IN_FLIGHT) {
        levels.computeIfAbsent(level, key -> new ArrayList<>()).add(item.offset);
      }
    }
    return levels;
  }

  /** The earliest time at which something is to happen. */
  long wakeAtMillis() {
    long wake = Envelope.NEVER;
    for (Item item : items) {
      wake =
          Math.min(
              wake,
              switch (item.place) {
                case WAITING -> step(item.envelope.expiresAtMillis());
                case DELAYED -> step(item.dueMillis);
                case IN_FLIGHT -> overdueMillis(item);
                case DEPARTING -> Envelope.NEVER;
              });
    }
    return wake;
  }

  // entering

  Admission admission(Envelope envelope) {
    String id = envelope.deduplicationId();
    Deduplication rules = options.deduplication();
    if (id != null
        && rules.windowMillis() > 0
        && rules.ids() > 0
        && ids.containsKey(id)
        && nowMillis - ids.get(id) < rules.windowMillis()) {
      return Admission.DUPLICATE;
    }
    if (options.length().overflow() == Overflow.DROP_HEAD || fits(envelope.sizeBytes())) {
      return Admission.ADMIT;
    }
    return switch (options.length().overflow()) {
      case DROP_HEAD -> Admission.ADMIT;
      case REJECT_PUBLISH -> Admission.REJECT;
      case REJECT_PUBLISH_DEAD_LETTER ->
          options.deadLettering() ? Admission.DEAD_LETTER : Admission.REJECT;
      case BLOCK -> backlog().isEmpty() ? Admission.ADMIT : Admission.BLOCK;
    };
  }

  void blocked(Envelope envelope) {
    blockedBytes = envelope.sizeBytes();
  }

  private boolean fits(int sizeBytes) {
    return backlog().size() + 1 <= options.length().messages()
        && backlogBytes() + sizeBytes <= options.length().bytes();
  }

  private List<Item> backlog() {
    return items.stream()
        .filter(item -> item.place == Place.WAITING || item.place == Place.DELAYED)
        .toList();
  }

  private long backlogBytes() {
    return backlog().stream().mapToLong(item -> item.envelope.sizeBytes()).sum();
  }

  private Envelope expiring(Envelope published) {
    if (options.timeToLiveMillis() == Envelope.NEVER) {
      return published;
    }
    long expires =
        Math.max(published.enqueuedAtMillis(), published.dueAtMillis())
            + options.timeToLiveMillis();
    return published.withExpiry(Math.min(expires, published.expiresAtMillis()));
  }

  void enqueue(Envelope published) {
    Envelope envelope = expiring(published);
    Item item = new Item(nextOffset++, envelope);
    items.add(item);
    if (envelope.dueAtMillis() > nowMillis) {
      item.place = Place.DELAYED;
      item.dueMillis = envelope.dueAtMillis();
    } else {
      wait(item);
    }
    String id = envelope.deduplicationId();
    if (id != null && options.deduplication().windowMillis() > 0) {
      ids.remove(id);
      ids.put(id, nowMillis);
      ids.values()
          .removeIf(entered -> nowMillis - entered >= options.deduplication().windowMillis());
      while (ids.size() > options.deduplication().ids()) {
        ids.remove(ids.keySet().iterator().next());
      }
    }
  }

  /** Whether a message that came now would be delivered before all others. */
  boolean deliversAtOnce(Envelope published) {
    Item item = new Item(nextOffset, expiring(published));
    return !paused
        && servable().stream().anyMatch(client -> takes(client, item))
        && next(servable()) == null
        && item.envelope.dueAtMillis() <= nowMillis
        && !isExpired(item.envelope)
        && !isGroupHeld(item);
  }

  boolean isTooLong() {
    LengthLimit limit = options.length();
    return limit.overflow() == Overflow.DROP_HEAD
        && (backlog().size() > limit.messages() || backlogBytes() > limit.bytes());
  }

  void dropHead() {
    while (isTooLong()) {
      Item victim =
          in(Place.WAITING).stream()
              .min(Comparator.comparingInt((Item item) -> item.level).thenComparing(i -> i.offset))
              .orElseGet(() -> in(Place.DELAYED).get(0));
      dismiss(victim, DeadLetterReason.MAX_LENGTH);
    }
  }

  private void wait(Item item) {
    item.place = Place.WAITING;
    item.retry = false;
    item.level = Math.min(item.envelope.priority(), options.maxPriority());
  }

  // delivering

  boolean isServable(Client client) {
    boolean served = !options.singleActiveConsumer() || (client == active && !draining);
    return client.subscribed && client.open && client.credit > 0 && served;
  }

  private List<Client> servable() {
    return clients.values().stream().filter(this::isServable).toList();
  }

  boolean takes(Client client, Item item) {
    String key = item.envelope.group();
    return !options.keyPatterns() || client.filter.takes(key == null ? "" : key);
  }

  /** The message whose turn it is, after those before it that have expired are gone. */
  @Nullable Item next(List<Client> receivers) {
    while (true) {
      Item next =
          in(Place.WAITING).stream()
              .filter(item -> !isGroupHeld(item))
              .filter(item -> receivers.stream().anyMatch(client -> takes(client, item)))
              .min(Comparator.comparingInt((Item item) -> -item.level).thenComparing(i -> i.offset))
              .orElse(null);
      if (next == null || !isExpired(next.envelope)) {
        return next;
      }
      dismiss(next, DeadLetterReason.EXPIRED);
    }
  }

  boolean isExpired(Envelope envelope) {
    return envelope.expiresAtMillis() <= nowMillis && envelope.enqueuedAtMillis() < nowMillis;
  }

  private boolean isGroupHeld(Item item) {
    String group = item.envelope.group();
    Predicate<Item> holds =
        other ->
            group != null
                && group.equals(other.envelope.group())
                && (other.place == Place.IN_FLIGHT
                    || (other.place == Place.DELAYED && other.retry));
    return options.messageGroups() && items.stream().anyMatch(holds);
  }

  /** The machine delivers: checks that it may. */
  void deliver(Client client, long offset, int attempts, boolean redelivered, boolean fetched) {
    assertThat(paused).as("paused").isFalse();
    Item item = next(fetched ? List.of(client) : servable());
    if (!fetched) {
      assertThat(isServable(client)).as("consumer %s may be served", client.id).isTrue();
      assertThat(servable().stream().filter(other -> item == null || takes(other, item)))
          .contains(client)
          .allMatch(other -> other.terms.priority() <= client.terms.priority());
      client.credit--;
    }
    assertThat(item).as("a message to deliver instead of %s", offset).isNotNull();
    assertThat(offset).as("whose turn it is").isEqualTo(item.offset);
    assertThat(attempts).as("attempts of %s", offset).isEqualTo(item.attempts);
    assertThat(redelivered).isEqualTo(item.delivered || offset < suspectBelow);
    if (client.terms.autoAcknowledge()) {
      client.credit += !fetched && client.terms.replenishing() ? 1 : 0;
      items.remove(item);
    } else {
      taken(item, client.id);
    }
  }

  /** Somebody gets it out of its turn. */
  void taken(Item item, long holder) {
    item.place = Place.IN_FLIGHT;
    item.consumer = holder;
    item.leasedAtMillis = nowMillis;
  }

  /** Whether nothing more can be delivered. */
  boolean isExhausted() {
    return paused || servable().isEmpty() || next(servable()) == null;
  }

  // settling

  void acknowledge(Item item) {
    items.remove(item);
    released(item, true);
  }

  void reject(Item item) {
    dismiss(item, DeadLetterReason.REJECTED);
    released(item, true);
  }

  void giveBack(Item item, boolean replenishes) {
    item.delivered |= !clients.get(item.consumer).taking;
    wait(item);
    released(item, replenishes);
  }

  void fail(Item item, long dueMillis, boolean replenishes) {
    if (item.attempts + 1 > options.redelivery().limit()) {
      dismiss(item, DeadLetterReason.DELIVERY_LIMIT);
    } else {
      item.attempts++;
      item.delivered = true;
      long delay = options.redelivery().delayMillis(item.attempts);
      item.dueMillis = dueMillis != 0 ? dueMillis : nowMillis + delay;
      if (item.dueMillis > nowMillis) {
        item.place = Place.DELAYED;
        item.retry = true;
      } else {
        wait(item);
      }
    }
    released(item, replenishes);
  }

  private void released(Item item, boolean replenishes) {
    Client client = clients.get(item.consumer);
    if (replenishes && client.terms.replenishing()) {
      client.credit++;
    }
    elect();
    if (!client.subscribed && heldBy(client.id).isEmpty()) {
      clients.remove(client.id);
    }
  }

  void dismiss(Item item, DeadLetterReason reason) {
    dismissals++;
    if (!options.deadLettering()) {
      items.remove(item);
      return;
    }
    item.attempts += reason == DeadLetterReason.DELIVERY_LIMIT ? 1 : 0;
    item.place = Place.DEPARTING;
    expected.add("deadLetter " + item.offset + " " + reason + " " + item.attempts);
  }

  // consumers

  void subscribe(Subscribe command) {
    clients.put(command.consumer(), new Client(command));
    elect();
  }

  void cancel(Client client) {
    client.subscribed = false;
    elect();
    if (heldBy(client.id).isEmpty()) {
      clients.remove(client.id);
    }
  }

  /** Makes the right consumer the active one. */
  void elect() {
    if (!options.singleActiveConsumer()) {
      active = null;
      draining = false;
      return;
    }
    Client best =
        clients.values().stream()
            .filter(client -> client.subscribed)
            .reduce((one, two) -> two.terms.priority() > one.terms.priority() ? two : one)
            .orElse(null);
    if (active != null && active.subscribed) {
      draining = best != null && best.terms.priority() > active.terms.priority();
      if (!draining || !heldBy(active.id).isEmpty()) {
        return;
      }
      expected.add("activated " + active.id + " false");
    }
    draining = false;
    active = best;
    if (best != null) {
      expected.add("activated " + best.id + " true");
    }
  }

  // time

  void tick() {
    for (Item item : in(Place.DELAYED)) {
      if (step(item.dueMillis) <= nowMillis) {
        wait(item);
      }
    }
    for (Item item : in(Place.WAITING)) {
      if (step(item.envelope.expiresAtMillis()) <= nowMillis) {
        dismiss(item, DeadLetterReason.EXPIRED);
      }
    }
    for (Item item : in(Place.IN_FLIGHT)) {
      if (overdueMillis(item) <= nowMillis) {
        expected.add("overdue " + item.consumer + " " + item.offset);
        fail(item, 0, false);
      }
    }
  }

  private long overdueMillis(Item item) {
    Client client = clients.get(item.consumer);
    if (client.taking) {
      return Envelope.NEVER;
    }
    long deadline =
        client.terms.ackDeadlineMillis().orElse(options.redelivery().ackDeadlineMillis());
    return deadline == Envelope.NEVER ? Envelope.NEVER : item.leasedAtMillis + deadline;
  }

  static long step(long millis) {
    return millis == Envelope.NEVER ? millis : (millis + 15) / 16 * 16;
  }

  // the rest

  void purge() {
    items.removeAll(in(Place.WAITING));
  }

  /** All consumers are gone, and nobody knows what they have seen. */
  void crash() {
    for (Item item : in(Place.IN_FLIGHT)) {
      wait(item);
    }
    clients.clear();
    active = null;
    draining = false;
    paused = false;
    blockedBytes = -1;
    suspectBelow = nextOffset;
  }

  void checkUnblocked() {
    if (blockedBytes >= 0 && (backlog().isEmpty() || fits(blockedBytes))) {
      blockedBytes = -1;
      expected.add("unblocked");
    }
  }

  @Override
  public String toString() {
    return items.stream()
        .map(item -> item.offset + ":" + item.place)
        .collect(Collectors.joining(", "));
  }
}
