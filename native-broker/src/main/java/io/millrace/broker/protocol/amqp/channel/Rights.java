package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.TopicPermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the client of a channel may do. For the connection's thread. */
final class Rights {
  private static final String TOPIC = "topic";

  private final ChannelLink link;
  private final String virtualHost;

  /** Who may write to which exchange was asked last, and allowed: mostly it is the same again. */
  private @Nullable AccessTable lastTable;

  private String lastExchange = "";

  /** Whether the routing keys of that exchange have to be looked at. */
  private boolean lastIsLimited;

  Rights(ChannelLink link) {
    this.link = link;
    this.virtualHost = link.host().name();
  }

  Optional<Fault> refusalOfQueue(Access access, String queue) {
    return refusal(access, "queue", queue);
  }

  Optional<Fault> refusalOfExchange(Access access, String exchange) {
    return refusal(access, "exchange", exchange);
  }

  /** Why a message cannot be published; empty if it can. */
  Optional<Fault> refusalOfPublish(String exchange, String routingKey) {
    AccessTable table = link.accessTable();
    if (table != lastTable || !exchange.equals(lastExchange)) {
      Optional<Fault> refusal = refusal(Access.WRITE, "exchange", exchange);
      if (refusal.isPresent()) {
        return refusal;
      }
      lastTable = table;
      lastExchange = exchange;
      lastIsLimited =
          !link.user().isEmpty()
              && table.topicPermissions(link.user(), virtualHost, exchange).isPresent();
    }
    return lastIsLimited ? refusalOfTopic(Access.WRITE, exchange, routingKey) : Optional.empty();
  }

  /** Why a routing key cannot be used with a topic exchange; empty if it can, or it is none. */
  Optional<Fault> refusalOfTopic(Access access, String exchange, String routingKey) {
    if (link.user().isEmpty()) {
      return Optional.empty();
    }
    return link.accessTable()
        .topicPermissions(link.user(), virtualHost, exchange)
        .filter(permissions -> isTopic(exchange))
        .map(this::expanded)
        .filter(permissions -> !permissions.allow(access, routingKey))
        .map(
            permissions ->
                Fault.accessRefused(
                    "%s access to topic '%s' in exchange '%s' in vhost '%s' refused for user '%s'",
                    word(access), routingKey, exchange, virtualHost, link.user()));
  }

  private boolean isTopic(String exchange) {
    return link.host()
        .exchange(exchange)
        .map(ExchangeDefinition::type)
        .filter(TOPIC::equals)
        .isPresent();
  }

  private TopicPermissions.Expanded expanded(TopicPermissions permissions) {
    return permissions.expand(Map.of("username", link.user(), "vhost", virtualHost));
  }

  private Optional<Fault> refusal(Access access, String kind, String name) {
    String user = link.user();
    if (user.isEmpty() || link.accessTable().allows(user, virtualHost, access, name)) {
      return Optional.empty();
    }
    return Optional.of(
        Fault.accessRefused(
            "%s access to %s '%s' in vhost '%s' refused for user '%s'",
            word(access),
            kind,
            name.isEmpty() ? AccessTable.DEFAULT_EXCHANGE : name,
            virtualHost,
            user));
  }

  private static String word(Access access) {
    return switch (access) {
      case CONFIGURE -> "configure";
      case WRITE -> "write";
      case READ -> "read";
    };
  }
}
