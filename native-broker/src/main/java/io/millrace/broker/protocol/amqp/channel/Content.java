package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.BasicPublish;
import io.millrace.broker.protocol.amqp.codec.ContentHeader;

/** Takes a content that is complete. */
@FunctionalInterface
interface Content {
  /**
   * @param body not changed any more
   */
  void complete(BasicPublish method, ContentHeader header, byte[] body);
}
