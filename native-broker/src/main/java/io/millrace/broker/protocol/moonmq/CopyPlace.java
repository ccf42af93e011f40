package io.millrace.broker.protocol.moonmq;

import io.millrace.client.codec.Frame.Fault;
import java.util.Optional;

/**
 * Where the copies for one binding go.
 *
 * @param name of the hosted queue; empty if the binding is gone, or there is a refusal
 * @param refusal why there is no such queue
 */
record CopyPlace(Optional<String> name, Optional<Fault> refusal) {
  static final CopyPlace NOWHERE = new CopyPlace(Optional.empty(), Optional.empty());

  static CopyPlace at(String name) {
    return new CopyPlace(Optional.of(name), Optional.empty());
  }

  static CopyPlace refused(Fault why) {
    return new CopyPlace(Optional.empty(), Optional.of(why));
  }
}
