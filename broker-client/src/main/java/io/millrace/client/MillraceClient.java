package io.millrace.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A client of the broker: publishes messages to queues, and has those of queues pushed to it.
 *
 * <pre>{@code
 * try (MillraceClient client =
 *         MillraceClient.builder().address("127.0.0.1:11181").user("guest", "guest").build();
 *     Binding orders = client.bind(BindOptions.of("orders"))) {
 *   client.publishDirect("orders", body).join();
 *   Delivery order = orders.getMessage();
 *   handle(order.body());
 *   order.ack();
 * }
 * }</pre>
 *
 * <p>Connects when something is published or bound. Its own publishes share one connection; a
 * {@link Publisher} and a {@link Binding} have one each, which is kept for the next when they are
 * closed.
 *
 * <p><b>Threads:</b> any. Its own are daemon threads.
 */
public final class MillraceClient implements AutoCloseable {
  private final ClientCore core;
  private final Publisher publisher;

  MillraceClient(ClientSettings settings) {
    core = new ClientCore(settings);
    publisher = newPublisher();
  }

  public static MillraceClientBuilder builder() {
    return new MillraceClientBuilder();
  }

  /** See {@link Publisher#publish}. */
  public CompletableFuture<Long> publish(Publication publication) throws InterruptedException {
    return publisher.publish(publication);
  }

  /** See {@link Publisher#publishDirect}. */
  public CompletableFuture<Long> publishDirect(String queue, byte[] body)
      throws InterruptedException {
    return publisher.publishDirect(queue, body);
  }

  /** See {@link Publisher#publishFanout}. */
  public CompletableFuture<Long> publishFanout(String queue, byte[] body)
      throws InterruptedException {
    return publisher.publishFanout(queue, body);
  }

  /** The one whose connection the client's own publishes use. */
  public Publisher publisher() {
    return publisher;
  }

  /**
   * Another one, with a connection and a bound of its own, to be closed by the caller.
   *
   * @throws IllegalStateException if the client is closed
   */
  public Publisher newPublisher() {
    Publisher made = new Publisher(core);
    core.remember(made, new Closing(made::beginClose, made::endClose));
    return made;
  }

  /**
   * Binds a queue, which comes into being if it is not there. Blocks until the broker has answered,
   * for up to twice the client's timeout.
   *
   * @throws IOException if there is no connection, or the broker refuses: then its cause is a
   *     {@link RefusedException}
   * @throws IllegalArgumentException if a name is longer than the broker takes
   * @throws IllegalStateException if the client is closed; and on its own threads, where the answer
   *     could not come: see {@link #bindAsync}
   */
  public Binding bind(BindOptions options) throws IOException, InterruptedException {
    ClientThread.mustNotBe("bind");
    CompletableFuture<Binding> opened = bindAsync(options);
    try {
      return opened.get();
    } catch (ExecutionException e) {
      Throwable why = Trouble.causeOf(e);
      throw new IOException(Trouble.inWords(why), why.getCause());
    } catch (InterruptedException e) {
      if (!opened.cancel(false)) {
        CompletableFuture<?> unused = opened.thenAccept(Binding::beginClose);
      }
      throw e;
    }
  }

  /**
   * As {@link #bind(BindOptions)}, without waiting. To cancel the future unbinds the queue.
   *
   * @return fails with an {@link IOException}; completed on a thread that must not be held up
   * @throws IllegalArgumentException if a name is longer than the broker takes
   * @throws IllegalStateException if the client is closed
   */
  public CompletableFuture<Binding> bindAsync(BindOptions options) {
    NameCheck names = new NameCheck(core.settings().limits());
    options.routingKeys().forEach(key -> names.check(options.queue(), key, 0));
    Binding binding = new Binding(core, options);
    core.remember(binding, new Closing(binding::beginClose, binding::endClose));
    return binding.open();
  }

  /** {@link #bind(BindOptions)} with acks, the empty routing key and the broker's credit. */
  public Binding bind(String queue) throws IOException, InterruptedException {
    return bind(BindOptions.of(queue));
  }

  /** For how long it waits for connections and answers. */
  public Duration timeout() {
    return core.settings().timeout();
  }

  /**
   * Closes publishers and bindings together, each as its {@code close} says, then the connections,
   * within about twice the timeout. Twice is harmless.
   */
  @Override
  public void close() {
    core.close();
  }
}
