package io.millrace.broker.vhost;

import io.millrace.broker.exchange.ExchangeTypes;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.loop.OwnerLoops;
import io.millrace.broker.message.Headers;
import io.millrace.broker.security.FirstUser;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The virtual hosts of a broker and its users, which survive a restart.
 *
 * <p><b>Threads:</b> any. {@link #open} and {@link #stop} wait; the rest does not.
 */
public final class VirtualHosts {
  /** The one that is there from the first start on, as long as nobody deletes it. */
  public static final String DEFAULT_NAME = "/";

  private static final String KIND = "virtual host";

  /** What is stored, without fields, once all is there that a broker has from its first start. */
  private static final String STARTED = "started";

  private static final int NAME_BYTES = 16;

  private final OwnerLoops loops;
  private final OwnerLoop loop;
  private final JournalFactory journals;
  private final ExchangeTypes types;
  private final HostSettings settings;
  private final DefinitionStore definitions;
  private final Users users;
  private final Stays stays;
  private final TrafficCounts traffic = new TrafficCounts();
  private final SecureRandom random = new SecureRandom();

  /** Changed by the loop only, read by any thread. */
  private final Map<String, VirtualHost> hosts = new ConcurrentHashMap<>();

  /** On the loop. */
  private VirtualHosts(
      OwnerLoops loops,
      OwnerLoop loop,
      JournalFactory journals,
      ExchangeTypes types,
      HostSettings settings) {
    this.loops = loops;
    this.loop = loop;
    this.journals = journals;
    this.types = types;
    this.settings = settings;
    this.definitions = DefinitionStore.open(loop, journals, JournalNames.BROKER);
    this.users = new Users(loop, definitions, hosts::containsKey, this::lookAtStays);
    this.stays = new Stays(users::table, host -> hosts.get(host.name()) == host);
  }

  /**
   * As {@link #open(OwnerLoops, JournalFactory, ExchangeTypes, HostSettings, Optional)}, with
   * guest.
   */
  public static VirtualHosts open(
      OwnerLoops loops, JournalFactory journals, ExchangeTypes types, HostSettings settings) {
    return open(loops, journals, types, settings, Optional.of(FirstUser.GUEST));
  }

  /**
   * Recovers all that is stored; on the first start, makes the default virtual host and the first
   * user, who may do everything there. Waits until their topology is there; queues with many
   * messages may still be opening.
   *
   * @param firstUser empty for a broker without users, until somebody adds one
   */
  public static VirtualHosts open(
      OwnerLoops loops,
      JournalFactory journals,
      ExchangeTypes types,
      HostSettings settings,
      Optional<FirstUser> firstUser) {
    OwnerLoop loop = loops.loopOf("virtual hosts");
    VirtualHosts opened =
        loop.call(now -> new VirtualHosts(loops, loop, journals, types, settings)).join();
    List<Definition> stored = loop.call(now -> opened.definitions.all(KIND)).join();
    for (Definition definition : stored) {
      opened.start(definition.key()).join();
    }
    if (loop.call(now -> opened.definitions.all(STARTED)).join().isEmpty()) {
      opened.startFirst(firstUser);
    }
    loop.call(now -> opened.deleteOrphans()).join();
    return opened;
  }

  /** What is left of virtual hosts that were half made, or half deleted. */
  private int deleteOrphans() {
    return OrphanJournals.delete(
        journals,
        loop,
        journal ->
            !journal.equals(JournalNames.BROKER)
                && hosts.keySet().stream().noneMatch(host -> JournalNames.isOf(host, journal)));
  }

  /**
   * Waits. That it is done is stored last: after a crash it is done again, and what somebody
   * deletes later does not come back.
   */
  private void startFirst(Optional<FirstUser> firstUser) {
    create(DEFAULT_NAME).join();
    firstUser.ifPresent(
        first -> {
          users.put(first.user(random)).join();
          users.permit(first.name(), DEFAULT_NAME, Permissions.ALL).join();
        });
    loop.callAsync(now -> definitions.put(new Definition(STARTED, "", Headers.EMPTY), now)).join();
  }

  /** The virtual host of that name, if there is one. */
  public Optional<VirtualHost> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  /** What has gone through all of them, those that are no more included. */
  public TrafficCounts traffic() {
    return traffic;
  }

  /** Who may use them. */
  public Users users() {
    return users;
  }

  /** Who is in them, and is sent away when that may not be any longer. */
  public Stays stays() {
    return stays;
  }

  private void lookAtStays() {
    stays.look();
  }

  /** All of them, in any order. */
  public List<VirtualHost> all() {
    return List.copyOf(hosts.values());
  }

  /** Makes a virtual host, or gives the one that is there. */
  public CompletableFuture<Answer<VirtualHost>> create(String name) {
    if (name.isEmpty()) {
      return CompletableFuture.completedFuture(
          Answer.refused(
              new Refusal.Invalid(Refusal.Kind.VIRTUAL_HOST, name, "the name is empty")));
    }
    return host(name)
        .map(there -> CompletableFuture.completedFuture(Answer.done(there)))
        .orElseGet(
            () ->
                start(name)
                    .thenCompose(
                        host ->
                            loop.callAsync(
                                    now ->
                                        definitions.put(
                                            new Definition(KIND, name, Headers.EMPTY), now))
                                .thenApply(durable -> Answer.done(host))));
  }

  private CompletableFuture<VirtualHost> start(String name) {
    OwnerLoop topologyLoop = loops.loopOf("topology of " + name);
    return topologyLoop.call(
        now ->
            hosts.computeIfAbsent(
                name,
                each ->
                    new VirtualHost(
                        each,
                        new Hosting(
                            each,
                            loops,
                            topologyLoop,
                            journals,
                            types,
                            settings,
                            traffic,
                            this::madeName))));
  }

  /** Deletes a virtual host with all that is in it, and all permissions; who is there has to go. */
  public CompletableFuture<Answer<String>> delete(String name) {
    VirtualHost host = hosts.remove(name);
    if (host == null) {
      return CompletableFuture.completedFuture(
          Answer.refused(new Refusal.NotFound(Refusal.Kind.VIRTUAL_HOST, name)));
    }
    stays.look();
    return loop.callAsync(
            now ->
                users
                    .virtualHostGone(name, now)
                    .thenCombine(
                        definitions.remove(KIND, name, now), (permissions, itself) -> null))
        .thenCompose(durable -> host.delete())
        .thenApply(done -> Answer.done(name));
  }

  /**
   * Stops all of them in order, then the loops are free to stop.
   *
   * @return whether all was done within the deadline
   */
  public boolean stop(Duration deadline) throws InterruptedException {
    long endNanos = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<?>> ends = new ArrayList<>();
    hosts.values().forEach(host -> ends.add(host.stop()));
    boolean inTime = true;
    for (CompletableFuture<?> end : ends) {
      inTime &= HostEnd.await(end, endNanos);
    }
    return HostEnd.await(loop.callAsync(definitions::stop), endNanos) && inTime;
  }

  private String madeName() {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
