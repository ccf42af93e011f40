package io.millrace.amqp.connection;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of failures on the client's own threads. That a connection was lost is told by those who
 * used it, with what follows from it.
 */
final class ClientTrouble extends ForgivingExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ClientTrouble.class);

  @Override
  public void handleUnexpectedConnectionDriverException(
      Connection connection, Throwable exception) {
    log.debug("connection to {} lost", connection.getAddress(), exception);
  }
}
