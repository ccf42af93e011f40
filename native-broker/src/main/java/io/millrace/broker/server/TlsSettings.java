package io.millrace.broker.server;

import io.millrace.broker.transport.Endpoint;
import io.millrace.broker.transport.TlsFiles;
import java.util.List;

/**
 * What clients see of the broker with TLS, and where those of the native protocol connect with it.
 *
 * @param endpoints addresses of TCP
 */
public record TlsSettings(TlsFiles files, List<Endpoint> endpoints) {
  public TlsSettings {
    endpoints = List.copyOf(endpoints);
  }
}
