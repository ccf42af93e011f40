package io.millrace.broker.vhost;

import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.HeaderValue.Sequence;
import io.millrace.broker.message.HeaderValue.Whole;
import io.millrace.broker.message.Headers;
import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.TopicPermissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import io.millrace.broker.vhost.DefinitionStore.Definition;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users and their permissions as they are stored. The names here are part of the format. */
final class AccessRecords {
  static final String USER = "user";
  static final String PERMISSIONS = "permissions";
  static final String TOPIC_PERMISSIONS = "topic permissions";

  private static final String SECRET = "login secret";
  private static final String VALUE = "value";
  private static final String PASSWORD = "password";
  private static final String TAGS = "tags";
  private static final String MAX_CONNECTIONS = "max-connections";
  private static final String MAX_CHANNELS = "max-channels";
  private static final String VIRTUAL_HOST = "virtual-host";
  private static final String EXCHANGE = "exchange";
  private static final String CONFIGURE = "configure";
  private static final String WRITE = "write";
  private static final String READ = "read";

  private AccessRecords() {}

  /** What logins of users who do not exist are made up of. */
  static Definition ofSecret(byte[] secret) {
    HeaderValue value = HeaderValue.of(Base64.getEncoder().encodeToString(secret));
    return new Definition(SECRET, "", Headers.builder().put(VALUE, value).build());
  }

  static Optional<byte[]> secret(DefinitionStore definitions) {
    return definitions.all(SECRET).stream()
        .findFirst()
        .map(stored -> Base64.getDecoder().decode(text(stored, VALUE)));
  }

  static Definition of(User user) {
    Headers.Builder fields = Headers.builder();
    user.password().ifPresent(hash -> fields.put(PASSWORD, HeaderValue.of(hash.toText())));
    List<HeaderValue> tags =
        user.tags().stream().sorted().map(HeaderValue::of).collect(Collectors.toList());
    return new Definition(
        USER,
        user.name(),
        fields
            .put(TAGS, new Sequence(tags))
            .put(MAX_CONNECTIONS, HeaderValue.of(user.limits().maxConnections()))
            .put(MAX_CHANNELS, HeaderValue.of(user.limits().maxChannels()))
            .build());
  }

  private static User user(Definition stored) {
    Headers fields = stored.fields();
    HeaderValue password = fields.get(PASSWORD);
    return new User(
        stored.key(),
        password == null ? Optional.empty() : Optional.of(PasswordHash.parse(password.toString())),
        tags(fields),
        new UserLimits(limit(fields, MAX_CONNECTIONS), limit(fields, MAX_CHANNELS)));
  }

  private static Set<String> tags(Headers fields) {
    return fields.get(TAGS) instanceof Sequence tags
        ? tags.values().stream().map(HeaderValue::toString).collect(Collectors.toSet())
        : Set.of();
  }

  private static int limit(Headers fields, String name) {
    return fields.get(name) instanceof Whole limit ? (int) limit.value() : UserLimits.UNLIMITED;
  }

  static Definition of(String user, String virtualHost, Permissions granted) {
    return new Definition(
        PERMISSIONS,
        key(user, virtualHost),
        scope(user, virtualHost)
            .put(CONFIGURE, HeaderValue.of(granted.pattern(Access.CONFIGURE).toString()))
            .put(WRITE, HeaderValue.of(granted.pattern(Access.WRITE).toString()))
            .put(READ, HeaderValue.of(granted.pattern(Access.READ).toString()))
            .build());
  }

  static Definition of(String user, String virtualHost, TopicPermissions granted) {
    return new Definition(
        TOPIC_PERMISSIONS,
        key(user, virtualHost, granted.exchange()),
        scope(user, virtualHost)
            .put(EXCHANGE, HeaderValue.of(granted.exchange()))
            .put(WRITE, HeaderValue.of(granted.write()))
            .put(READ, HeaderValue.of(granted.read()))
            .build());
  }

  private static Headers.Builder scope(String user, String virtualHost) {
    return Headers.builder()
        .put(USER, HeaderValue.of(user))
        .put(VIRTUAL_HOST, HeaderValue.of(virtualHost));
  }

  /** All that is stored, on top of a table without users. */
  static AccessTable recover(AccessTable empty, DefinitionStore definitions) {
    AccessTable table = empty;
    for (Definition stored : definitions.all(USER)) {
      table = table.withUser(user(stored));
    }
    for (Definition stored : definitions.all(PERMISSIONS)) {
      table =
          table.withPermissions(
              userOf(stored),
              virtualHostOf(stored),
              Optional.of(
                  Permissions.of(
                      text(stored, CONFIGURE), text(stored, WRITE), text(stored, READ))));
    }
    for (Definition stored : definitions.all(TOPIC_PERMISSIONS)) {
      table =
          table.withTopicPermissions(
              userOf(stored),
              virtualHostOf(stored),
              new TopicPermissions(
                  text(stored, EXCHANGE), text(stored, WRITE), text(stored, READ)));
    }
    return table;
  }

  /** Of permissions, whose they are. */
  static String userOf(Definition permissions) {
    return text(permissions, USER);
  }

  /** Of permissions, where they hold. */
  static String virtualHostOf(Definition permissions) {
    return text(permissions, VIRTUAL_HOST);
  }

  /** Different for each user in each virtual host; lengths keep names apart. */
  static String key(String user, String virtualHost) {
    return user.length() + ":" + user + " " + virtualHost;
  }

  static String key(String user, String virtualHost, String exchange) {
    return exchange.length() + ":" + exchange + " " + key(user, virtualHost);
  }

  private static String text(Definition stored, String name) {
    return TopologyRecords.text(stored.fields(), name);
  }
}
