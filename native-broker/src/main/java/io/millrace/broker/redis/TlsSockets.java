package io.millrace.broker.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Makes connections with TLS to one address, whose host the certificate has to name.
 *
 * @param connectMillis until there is a connection
 * @param answerMillis until something comes, also while TLS is agreed on
 */
record TlsSockets(RedisAddress address, SSLContext context, int connectMillis, int answerMillis)
    implements JedisSocketFactory {
  @Override
  public Socket createSocket() {
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(answerMillis);
      plain.connect(new InetSocketAddress(address.host(), address.port()), connectMillis);
      SSLSocket encrypted =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      return encrypted;
    } catch (IOException failure) {
      try {
        plain.close();
      } catch (IOException another) {
        failure.addSuppressed(another);
      }
      throw new JedisConnectionException(String.valueOf(failure.getMessage()), failure);
    }
  }
}
