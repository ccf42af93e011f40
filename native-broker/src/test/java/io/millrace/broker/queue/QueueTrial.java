package io.millrace.broker.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.message.Message;
import io.millrace.broker.message.Properties;
import io.millrace.broker.queue.ListQueue.Client;
import io.millrace.broker.queue.ListQueue.Item;
import io.millrace.broker.queue.ListQueue.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Does the same to a machine and to a naive queue, and compares them after each step. */
final class QueueTrial implements Effects {
  private final RecordingLog log = new RecordingLog();
  private final ListQueue naive;
  private final List<String> effects = new ArrayList<>();
  private QueueMachine machine;
  private QueueSnapshot checkpoint = QueueSnapshot.EMPTY;
  private int replayFrom;
  private long consumers;
  private boolean fetching;
  private long dismissals;
  private boolean muted;

  QueueTrial(QueueOptions options) {
    naive = new ListQueue(options);
    machine = new QueueMachine(options, log, this);
    machine.start(0);
  }

  void take(Step step) {
    switch (step.action()) {
      case ENQUEUE -> enqueue(envelope(step.a(), step.b()));
      case ENQUEUE_AT_ONCE -> enqueueAtOnce(envelope(step.a(), step.b()));
      case DELIVER -> deliver();
      case ACKNOWLEDGE -> settle(step, Acknowledge::new, naive::acknowledge);
      case REJECT -> settle(step, Reject::new, naive::reject);
      case GIVE_BACK ->
          settle(
              step,
              (consumer, offsets) -> new Return(consumer, offsets, false, 0),
              item -> naive.giveBack(item, true));
      case FAIL -> fail(step, step.a() % 5 == 0 ? naive.nowMillis + step.a() % 50 : 0);
      case SUBSCRIBE -> subscribe(step.a(), step.b());
      case CANCEL -> cancel(step.a());
      case DETACH -> detach(step.a(), step.b() % 2 == 0);
      case GRANT -> grant(step.a(), step.b() % 5 - 1);
      case CHOOSE -> choose(step.a(), Step.keys(step.b()));
      case FLOW -> flow(step.a(), step.b() % 3 != 0);
      case RENEW -> renew(step);
      case FETCH -> fetch(step.b() % 3 == 0, Step.keys(step.a()));
      case TAKE -> take(step.a(), step.b());
      case PASS_TIME -> passTime(step.a() % 60);
      case PURGE -> purge();
      case CANCEL_DELAYED -> cancelDelayed(step.a());
      case DEPARTED -> departed(step.a());
      case PAUSE -> pause(step.a() % 3 == 0);
      case CONFIGURE -> configure(Step.rules(step.a()));
      case CHECKPOINT -> checkpoint();
      case CRASH -> crash();
    }
    compare();
  }

  // effects

  @Override
  public void deliver(long consumer, long offset, int deliveryCount, boolean redelivered) {
    assertThat(log.present).as("a body to send").containsKey(offset);
    naive.deliver(naive.clients.get(consumer), offset, deliveryCount, redelivered, fetching);
  }

  @Override
  public void deadLetter(long offset, DeadLetterReason reason, int deliveryCount) {
    effects.add("deadLetter " + offset + " " + reason + " " + deliveryCount);
  }

  @Override
  public void dismissed(DeadLetterReason reason, int count) {
    dismissals += count;
  }

  @Override
  public void overdue(long consumer, long offset) {
    effects.add("overdue " + consumer + " " + offset);
  }

  @Override
  public void activated(long consumer, boolean active) {
    if (!muted) {
      effects.add("activated " + consumer + " " + active);
    }
  }

  @Override
  public void unblocked() {
    effects.add("unblocked");
  }

  // steps

  private Envelope envelope(int kind, int number) {
    Envelope plain = Envelope.plain(number % 11, naive.nowMillis);
    return switch (kind % 8) {
      case 1 -> plain.withPriority(number % 5);
      case 2 -> plain.withExpiry(naive.nowMillis + number % 90);
      case 3 -> plain.withDue(naive.nowMillis + number % 70);
      case 4, 5 -> plain.withGroup("g" + number % 3);
      case 6 -> plain.withDeduplicationId("d" + number % 5);
      case 7 ->
          plain
              .withGroup("g" + number % 2)
              .withPriority(number % 3)
              .withDue(naive.nowMillis + number % 40)
              .withExpiry(naive.nowMillis + number % 150);
      default -> plain;
    };
  }

  private void enqueue(Envelope envelope) {
    Admission before = naive.admission(envelope);
    Admission admission = machine.admit(envelope, naive.nowMillis);
    if (before != Admission.ADMIT && before != Admission.DUPLICATE) {
      assertThat(naive.isExhausted()).as("delivered before refusing").isTrue();
    }
    assertThat(admission).isEqualTo(naive.admission(envelope));
    if (admission == Admission.BLOCK) {
      naive.blocked(envelope);
    }
    naive.checkUnblocked();
    if (admission != Admission.ADMIT) {
      return;
    }
    naive.enqueue(envelope);
    boolean tooLong = naive.isTooLong();
    Message message = new Message("", "q", Properties.NONE, new byte[0]);
    machine.enqueue(message, envelope, naive.nowMillis);
    if (tooLong) {
      assertThat(naive.isExhausted()).as("delivered before dropping").isTrue();
    }
    naive.dropHead();
    naive.checkUnblocked();
  }

  /** Asks first whether it would be delivered at once, and sees whether that is true. */
  private void enqueueAtOnce(Envelope envelope) {
    boolean atOnce = machine.deliversAtOnce(envelope, naive.nowMillis);
    assertThat(naive.isExhausted()).as("delivered before answering").isTrue();
    naive.checkUnblocked();
    assertThat(atOnce).isEqualTo(naive.deliversAtOnce(envelope));
    if (atOnce && naive.admission(envelope) == Admission.ADMIT) {
      long offset = naive.nextOffset;
      enqueue(envelope);
      deliver();
      assertThat(naive.in(Place.WAITING)).noneMatch(item -> item.offset == offset);
      assertThat(naive.in(Place.DEPARTING)).noneMatch(item -> item.offset == offset);
    }
  }

  private void deliver() {
    machine.deliver(Integer.MAX_VALUE, naive.nowMillis);
    assertThat(naive.isExhausted()).as("delivered all").isTrue();
    naive.checkUnblocked();
  }

  private interface Command {
    VolatileCommand of(long consumer, Offsets offsets);
  }

  private interface Outcome {
    void of(Item item);
  }

  private void settle(Step step, Command command, Outcome outcome) {
    if (naive.clients.isEmpty()) {
      return;
    }
    Client client = client(step.a());
    Offsets offsets = offsets(client, step.b());
    for (Item item : naive.heldBy(client.id)) {
      if (LongStream.range(0, offsets.size()).anyMatch(i -> offsets.at((int) i) == item.offset)) {
        outcome.of(item);
      }
    }
    handle(command.of(client.id, offsets));
  }

  private void fail(Step step, long dueMillis) {
    settle(
        step,
        (consumer, offsets) -> new Return(consumer, offsets, true, dueMillis),
        item -> naive.fail(item, dueMillis, true));
  }

  /** Mostly some that the client holds, sometimes others as well. */
  private Offsets offsets(Client client, int choice) {
    long[] held = naive.heldBy(client.id).stream().mapToLong(item -> item.offset).toArray();
    if (held.length == 0 || choice % 9 == 0) {
      return Offsets.range(choice % 20, choice % 20 + choice % 4);
    }
    return switch (choice % 4) {
      case 0 -> Offsets.of(held);
      case 1 -> Offsets.range(held[0], held[held.length - 1]);
      default -> Offsets.of(held[choice % held.length]);
    };
  }

  private void subscribe(int terms, int number) {
    boolean exclusive = terms % 11 == 0;
    boolean admitted =
        !(exclusive && naive.options.singleActiveConsumer())
            && naive.clients.values().stream()
                .filter(client -> client.subscribed)
                .noneMatch(client -> exclusive || client.terms.exclusive());
    assertThat(machine.admits(exclusive)).isEqualTo(admitted);
    if (admitted) {
      Subscribe command =
          new Subscribe(
              ++consumers,
              terms % 3,
              exclusive,
              terms % 5 == 0,
              terms % 2 == 0,
              number % 4,
              number % 7 == 0 ? OptionalLong.of(40 + terms % 60) : OptionalLong.empty(),
              Subscribe.NO_WINDOW,
              SharedCredit.UNLIMITED,
              Step.keys(terms + number));
      naive.subscribe(command);
      handle(command);
    }
  }

  private void cancel(int choice) {
    if (!naive.clients.isEmpty()) {
      Client client = client(choice);
      naive.cancel(client);
      handle(new Cancel(client.id));
    }
  }

  private void detach(int choice, boolean counted) {
    if (naive.clients.isEmpty()) {
      return;
    }
    Client client = client(choice);
    List<Item> held = naive.heldBy(client.id);
    naive.cancel(client);
    for (Item item : held) {
      if (counted) {
        naive.fail(item, 0, false);
      } else {
        naive.giveBack(item, false);
      }
    }
    handle(new Detach(client.id, counted));
  }

  private void grant(int choice, int credit) {
    if (!naive.clients.isEmpty()) {
      Client client = client(choice);
      client.credit += credit;
      handle(new Grant(client.id, credit));
    }
  }

  private void choose(int choice, KeyFilter filter) {
    if (!naive.clients.isEmpty()) {
      Client client = client(choice);
      client.filter = filter;
      handle(new Choose(client.id, filter));
    }
  }

  private void flow(int choice, boolean open) {
    if (!naive.clients.isEmpty()) {
      Client client = client(choice);
      client.open = open;
      handle(new Flow(client.id, open));
    }
  }

  private void renew(Step step) {
    settle(step, Renew::new, item -> item.leasedAtMillis = naive.nowMillis);
  }

  private void fetch(boolean autoAcknowledge, KeyFilter filter) {
    long holder = ++consumers;
    Client client = new Client(new Subscribe(holder, 0, false, autoAcknowledge, false, 0));
    client.subscribed = false;
    client.filter = filter;
    boolean there = !naive.paused && naive.next(List.of(client)) != null;
    naive.clients.put(holder, client);
    fetching = true;
    assertThat(machine.fetch(holder, autoAcknowledge, filter, naive.nowMillis)).isEqualTo(there);
    fetching = false;
    if (naive.heldBy(holder).isEmpty()) {
      naive.clients.remove(holder);
    }
    naive.checkUnblocked();
  }

  /** Gives one that waits to a new holder; sometimes one that does not wait. */
  private void take(int choice, int number) {
    List<Item> waiting = naive.in(Place.WAITING);
    boolean any = waiting.isEmpty() || number % 9 == 0;
    long offset = any ? choice % 20 : waiting.get(choice % waiting.size()).offset;
    Item item =
        waiting.stream()
            .filter(each -> each.offset == offset)
            .filter(each -> !naive.isExpired(each.envelope))
            .findFirst()
            .orElse(null);
    long holder = ++consumers;
    assertThat(machine.take(holder, offset, naive.nowMillis)).isEqualTo(item != null);
    if (item != null) {
      Client client = new Client(new Subscribe(holder, 0, false, false, false, 0));
      client.subscribed = false;
      client.taking = true;
      naive.clients.put(holder, client);
      naive.taken(item, holder);
    }
    naive.checkUnblocked();
  }

  private void passTime(int millis) {
    naive.nowMillis += millis;
    naive.tick();
    handle(new Tick());
  }

  private void purge() {
    long waiting = naive.in(Place.WAITING).size();
    assertThat(machine.purge(naive.nowMillis)).isEqualTo(waiting);
    naive.purge();
    naive.checkUnblocked();
  }

  private void cancelDelayed(int choice) {
    List<Item> delayed = naive.in(Place.DELAYED);
    if (delayed.isEmpty()) {
      assertThat(machine.cancelDelayed(choice, naive.nowMillis)).isFalse();
    } else {
      Item item = delayed.get(choice % delayed.size());
      naive.items.remove(item);
      assertThat(machine.cancelDelayed(item.offset, naive.nowMillis)).isTrue();
      naive.checkUnblocked();
    }
  }

  private void departed(int choice) {
    List<Item> departing = naive.in(Place.DEPARTING);
    if (!departing.isEmpty()) {
      Item item = departing.get(choice % departing.size());
      naive.items.remove(item);
      handle(new Departed(Offsets.of(item.offset)));
    }
  }

  private void pause(boolean paused) {
    naive.paused = paused;
    handle(new Pause(paused));
  }

  /** Changes the rules but for priorities: a message keeps its level until it is given back. */
  private void configure(QueueOptions other) {
    QueueOptions options = other.toBuilder().maxPriority(naive.options.maxPriority()).build();
    naive.options = options;
    naive.elect();
    boolean tooLong = naive.isTooLong();
    machine.configure(options, naive.nowMillis);
    if (tooLong) {
      assertThat(naive.isExhausted()).as("delivered before dropping").isTrue();
    }
    naive.dropHead();
    naive.checkUnblocked();
    checkpoint();
  }

  private void checkpoint() {
    checkpoint = QueueSnapshot.from(machine.snapshot().toBytes());
    assertThat(checkpoint).isEqualTo(machine.snapshot());
    replayFrom = log.commands.size();
  }

  /** Ends the machine, and makes another one of what it has left behind. */
  private void crash() {
    List<Long> holders = List.copyOf(naive.clients.keySet());
    naive.crash();
    naive.tick();
    muted = true;
    holders.forEach(holder -> machine.handle(new Detach(holder, false), naive.nowMillis));
    muted = false;
    machine.handle(new Tick(), naive.nowMillis);
    effects.clear();
    naive.expected.clear();
    QueueMachine restarted = new QueueMachine(naive.options, log, this);
    restarted.restore(checkpoint, false);
    log.commands.subList(replayFrom, log.commands.size()).forEach(restarted::replay);
    restarted.start(naive.nowMillis);
    assertThat(durable(restarted.snapshot())).isEqualTo(durable(machine.snapshot()));
    machine = restarted;
    for (Item item : naive.in(Place.DEPARTING)) {
      assertThat(effects)
          .as("sent again")
          .anyMatch(effect -> effect.startsWith("deadLetter " + item.offset + " "));
    }
    effects.clear();
  }

  /** What has to be the same after a crash. */
  private static QueueSnapshot durable(QueueSnapshot snapshot) {
    snapshot.suspectBelow = 0;
    snapshot.attempts.values().removeIf(count -> count == 0);
    return snapshot;
  }

  private Client client(int choice) {
    return new ArrayList<>(naive.clients.values()).get(choice % naive.clients.size());
  }

  private void handle(VolatileCommand command) {
    machine.handle(command, naive.nowMillis);
    naive.checkUnblocked();
  }

  // comparison

  private void compare() {
    assertThat(effects).containsExactlyInAnyOrderElementsOf(naive.expected);
    effects.clear();
    naive.expected.clear();
    assertThat(dismissals).as("dismissed").isEqualTo(naive.dismissals);
    QueueCounts counts = machine.counts();
    assertThat(counts.ready()).as("ready").isEqualTo(naive.in(Place.WAITING).size());
    assertThat(counts.unacknowledged()).isEqualTo(naive.in(Place.IN_FLIGHT).size());
    assertThat(counts.delayed()).as("delayed").isEqualTo(naive.in(Place.DELAYED).size());
    assertThat(counts.departing()).isEqualTo(naive.in(Place.DEPARTING).size());
    assertThat(counts.sizeBytes()).as("bytes").isEqualTo(naive.sizeBytes());
    assertThat(machine.browse(0, Integer.MAX_VALUE))
        .isEqualTo(naive.in(Place.WAITING).stream().map(item -> item.offset).toList());
    assertThat(machine.delayed(new DelayedMessage(-1, 0), Integer.MAX_VALUE))
        .isEqualTo(delayedInOrder());
    assertThat(machine.wakeAtMillis()).isLessThanOrEqualTo(naive.wakeAtMillis());
    assertThat(log.present.keySet())
        .as("what is in the log")
        .containsExactlyElementsOf(naive.items.stream().map(item -> item.offset).toList());
    QueueSnapshot snapshot = machine.snapshot();
    assertThat(snapshot.present().size()).isEqualTo(naive.items.size());
    assertThat(snapshot.ready.keySet()).isEqualTo(naive.readyByLevel().keySet());
  }

  private List<DelayedMessage> delayedInOrder() {
    return naive.in(Place.DELAYED).stream()
        .map(item -> new DelayedMessage(item.offset, ListQueue.step(item.dueMillis)))
        .sorted(
            Comparator.comparingLong(DelayedMessage::dueAtMillis)
                .thenComparing(DelayedMessage::offset))
        .toList();
  }
}
