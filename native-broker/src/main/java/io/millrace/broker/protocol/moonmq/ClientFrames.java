package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;

/**
 * What clients send, one method each, which gives the fault that ends the connection, if it is one;
 * what only brokers send is one.
 */
interface ClientFrames extends Frame.Cases<Optional<Fault>> {
  @Override
  default Optional<Fault> authOk(Frame.AuthOk frame) {
    return notForClients(Method.AUTH_OK);
  }

  @Override
  default Optional<Fault> publishOk(Frame.PublishOk frame) {
    return notForClients(Method.PUBLISH_OK);
  }

  @Override
  default Optional<Fault> bindOk(Frame.BindOk frame) {
    return notForClients(Method.BIND_OK);
  }

  @Override
  default Optional<Fault> unbindOk(Frame.UnbindOk frame) {
    return notForClients(Method.UNBIND_OK);
  }

  @Override
  default Optional<Fault> error(Fault frame) {
    return notForClients(Method.ERROR);
  }

  @Override
  default Optional<Fault> push(Frame.Push frame) {
    return notForClients(Method.PUSH);
  }

  private static Optional<Fault> notForClients(Method method) {
    return Optional.of(Codes.fault(Codes.BAD_REQUEST, method, "this is for brokers to send"));
  }
}
