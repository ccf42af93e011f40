package io.millrace.amqp.publish;

import com.rabbitmq.client.AMQP;

/**
 * A message on its way to an exchange.
 *
 * @param isMandatory whether it fails when no queue gets it
 * @param body not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each body would cost
public record Publication(
    String exchange,
    String routingKey,
    boolean isMandatory,
    AMQP.BasicProperties properties,
    byte[] body) {}
