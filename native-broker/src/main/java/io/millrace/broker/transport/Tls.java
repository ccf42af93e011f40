package io.millrace.broker.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with certificates that are read anew when their files change. Connections that
 * there are stay with what they began with. While the new files do not fit together, the old
 * certificates serve on, and the log tells why.
 *
 * <p><b>Threads:</b> any; files are read by a thread of its own.
 */
public final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final long HANDSHAKE_MILLIS = 10_000;

  private final TlsFiles files;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          new DefaultThreadFactory("millrace-certificates", true));

  /** Replaced by the reader, used by any thread. */
  private volatile SslContext context;

  /** What was read last, whether it was right or not; the reader's. */
  private PemFiles seen;

  /** Why the files could not be read last; null if they could; the reader's. */
  private @Nullable String unreadable;

  private Tls(TlsFiles files, PemFiles first) throws IOException {
    this.files = files;
    this.seen = first;
    this.context = context(files, first);
  }

  /**
   * Reads the files, and looks at them from now on.
   *
   * @throws IOException if they cannot be used: which, why, and what to do
   */
  public static Tls start(TlsFiles files) throws IOException {
    Tls tls = new Tls(files, PemFiles.read(files));
    long everyMillis = files.rereadEvery().toMillis();
    var unused =
        tls.reader.scheduleWithFixedDelay(
            tls::reread, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    return tls;
  }

  private void reread() {
    try {
      PemFiles now = PemFiles.read(files);
      unreadable = null;
      if (!now.isSameAs(seen)) {
        seen = now;
        context = context(files, now);
        LOG.info("certificates of {} are read anew", files.certificates());
      }
    } catch (IOException wrong) {
      tell(wrong);
    } catch (RuntimeException defect) {
      LOG.error("certificates of {} could not be read", files.certificates(), defect);
    }
  }

  /** Once for each reason. */
  private void tell(IOException wrong) {
    String why = wrong.toString();
    if (!why.equals(unreadable)) {
      unreadable = why;
      LOG.warn("the certificates of before serve on: {}", why);
    }
  }

  private static SslContext context(TlsFiles files, PemFiles read) throws IOException {
    X509Certificate[] chain = read.chain();
    SslContextBuilder builder =
        SslContextBuilder.forServer(read.keyOf(chain[0]), chain)
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2");
    if (files.clients().isPresent()) {
      ClientTrust trust = files.clients().get();
      builder
          .trustManager(read.authorities(trust.authorities()))
          .clientAuth(trust.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
    return builder.build();
  }

  /** What a connection that comes now is encrypted by; first in its pipeline. */
  SslHandler handler(Channel channel) {
    SslHandler handler = context.newHandler(channel.alloc());
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    return handler;
  }

  /**
   * Who a client is that has shown a certificate which somebody vouches for; empty if it has not,
   * or does not use TLS. On the channel's thread.
   */
  public static Optional<X509Certificate> clientCertificate(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      return Optional.empty();
    }
    try {
      Certificate own = handler.engine().getSession().getPeerCertificates()[0];
      return own instanceof X509Certificate x509 ? Optional.of(x509) : Optional.empty();
    } catch (SSLPeerUnverifiedException noneShown) {
      return Optional.empty();
    }
  }

  /** Looks at the files no more. */
  @Override
  public void close() {
    reader.shutdownNow();
  }
}
