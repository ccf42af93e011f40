package io.millrace.client;

import static io.millrace.client.Bodies.bytes;
import static io.millrace.client.Bodies.failure;
import static io.millrace.client.Bodies.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.codec.FrameLimits;
import io.millrace.queue.retry.Backoff;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where addresses are. */
@Timeout(180)
class LookupTest {
  @Test
  void whoeverConnectsDoesNotWaitForANameForLongerThanTheTimeout() throws Exception {
    ClientSettings settings =
        new ClientSettings(
            List.of(new Address("slow:1")),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(100),
            Duration.ofSeconds(60),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), 0, new Random()),
            1,
            0,
            FrameLimits.DEFAULT,
            WindowSize.DEFAULT,
            Resend.NEVER);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Connector connector = new Connector(settings, loops, address -> new CompletableFuture<>());
      assertThat(failure(connector.connect()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer for the name slow");
    } finally {
      loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void numbersAreNoNames() throws Exception {
    assertThat(get(new SystemLookup().find(new Address("[::1]:7")).toCompletableFuture()))
        .hasToString("/[0:0:0:0:0:0:0:1]:7");
  }

  @Test
  void connectsToANameAndSaysWhichOneThereIsNot() throws Exception {
    try (TestBroker broker = TestBroker.inMemory();
        MillraceClient client = TestBroker.clientAt("localhost:" + broker.port()).build();
        MillraceClient lost = TestBroker.clientAt("no-such-host.invalid:1").build()) {
      assertThat(get(client.publishDirect("q", bytes("m")))).isPositive();
      assertThat(failure(lost.publishDirect("q", bytes("m"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no-such-host.invalid")
          .hasRootCauseInstanceOf(UnknownHostException.class);
    }
  }
}
