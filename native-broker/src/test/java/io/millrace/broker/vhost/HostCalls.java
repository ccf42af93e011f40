package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.CONNECTION;
import static io.millrace.broker.vhost.TestHost.done;

import io.millrace.broker.exchange.Binding;
import io.millrace.broker.exchange.ExchangeDefinition;
import io.millrace.broker.message.Headers;

/** What tests ask of a virtual host, which is to do it. */
interface HostCalls {
  VirtualHost host();

  default QueueFacts declare(String queue) {
    return declare(QueueDefinition.inMemory(queue));
  }

  default QueueFacts declare(String queue, Headers arguments) {
    return declare(QueueDefinition.inMemory(queue).withArguments(arguments));
  }

  default QueueFacts declare(QueueDefinition queue) {
    return done(host().declareQueue(queue, CONNECTION));
  }

  default void declareExchange(String exchange, String type) {
    done(host().declareExchange(ExchangeDefinition.of(exchange, type)));
  }

  default void bind(String exchange, String queue, String key) {
    done(host().bind(Binding.toQueue(exchange, queue, key), CONNECTION));
  }

  default QueueFacts facts(String queue) {
    return done(host().queue(queue, CONNECTION));
  }

  default TestPublisher publisher() {
    return new TestPublisher(host());
  }

  default TestConsumer consume(String queue, int prefetch) {
    return consume(queue, SubscribeOptions.prefetch(CONNECTION, prefetch));
  }

  default TestConsumer consume(String queue, SubscribeOptions options) {
    TestConsumer consumer = new TestConsumer();
    consumer.subscribed(done(host().subscribe(queue, options, consumer)));
    return consumer;
  }
}
