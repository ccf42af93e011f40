package io.millrace.broker.protocol.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.broker.protocol.moonmq.Identity;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.User;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Logins that were found right, so that a client that repeats its password with each request does
 * not cost the tens of milliseconds that checking it takes. They count as long as the user has that
 * password and may enter. No password is kept, only a hash with a secret of this process.
 *
 * <p><b>Threads:</b> any. <b>Limit:</b> {@value #MOST}; the one that was used longest ago goes.
 */
final class KnownLogins {
  private static final int MOST = 1024;
  private static final int SECRET_BYTES = 32;

  private final byte[] secret = new byte[SECRET_BYTES];

  /** Guards {@link #known}, whose order changes with each look; nothing is called under it. */
  private final ReentrantLock looking = new ReentrantLock();

  private final Map<ByteBuffer, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
          return size() > MOST;
        }
      };

  /** Who it was, and the hash that the password was right for. */
  private record Known(Identity who, PasswordHash hash) {}

  KnownLogins() {
    new SecureRandom().nextBytes(secret);
  }

  Optional<Identity> find(String authorization, SocketAddress from) {
    return Optional.ofNullable(get(key(authorization, from)))
        .filter(KnownLogins::stillHolds)
        .map(Known::who);
  }

  private @Nullable Known get(ByteBuffer key) {
    looking.lock();
    try {
      return known.get(key);
    } finally {
      looking.unlock();
    }
  }

  /**
   * @param hash the user's from before the password was checked: a change meanwhile must not make
   *     the old one right
   */
  void remember(String authorization, SocketAddress from, Identity who, PasswordHash hash) {
    ByteBuffer key = key(authorization, from);
    looking.lock();
    try {
      known.put(key, new Known(who, hash));
    } finally {
      looking.unlock();
    }
  }

  private static boolean stillHolds(Known login) {
    Identity who = login.who();
    return hash(who).filter(now -> now.equals(login.hash())).isPresent()
        && who.table().get().mayEnter(who.user(), who.virtualHost());
  }

  private static Optional<PasswordHash> hash(Identity who) {
    return who.table().get().user(who.user()).flatMap(User::password);
  }

  private ByteBuffer key(String authorization, SocketAddress from) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      // What is right from this machine may be wrong from another one.
      digest.update((byte) (isThisMachine(from) ? 1 : 0));
      return ByteBuffer.wrap(digest.digest(authorization.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static boolean isThisMachine(SocketAddress from) {
    return !(from instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
  }
}
