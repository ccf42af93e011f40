package io.millrace.broker.protocol.amqp.violation;

import io.millrace.broker.protocol.amqp.RawClient;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.transport.Endpoint;
import java.io.IOException;

/** How far a client is before it does what it must not. */
enum Stage {
  /** Nothing is said. */
  CONNECTED {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      return RawClient.connect(endpoint);
    }
  },
  /** The broker has said connection.start. */
  GREETED {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      RawClient client = RawClient.greet(endpoint);
      client.expect(ConnectionStart.class);
      return client;
    }
  },
  /** The broker has said connection.tune. */
  LOGGED_IN {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      return RawClient.greet(endpoint).logIn("guest");
    }
  },
  /** The client has said connection.tune-ok: 10 channels, frames of 4,096 bytes. */
  TUNED {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      return LOGGED_IN.reach(endpoint).tune(10, 4096, 0);
    }
  },
  /** The connection is open. */
  OPEN {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      return TUNED.reach(endpoint).enter("/");
    }
  },
  /** Channel 1 is open. */
  CHANNEL {
    @Override
    RawClient reach(Endpoint endpoint) throws IOException {
      return OPEN.reach(endpoint).channel(1);
    }
  };

  abstract RawClient reach(Endpoint endpoint) throws IOException;
}
