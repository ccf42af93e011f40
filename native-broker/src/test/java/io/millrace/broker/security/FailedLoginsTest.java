package io.millrace.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private static final SocketAddress HERE = new InetSocketAddress("192.0.2.1", 1000);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final FailedLogins failures = new FailedLogins(nanos::get, 3);

  @Test
  void tenInARowAreLookedAtAndThenOneInTwoSeconds() {
    fail(HERE, FailedLogins.IN_A_ROW);
    assertThat(failures.mayTry(HERE)).isFalse();

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertThat(failures.mayTry(HERE)).isTrue();
    failures.failed(HERE);
    assertThat(failures.mayTry(HERE)).isFalse();

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
    fail(HERE, FailedLogins.IN_A_ROW);
    assertThat(failures.mayTry(HERE)).isFalse();
  }

  @Test
  void whoeverIsElsewhereIsNotHeldUp() {
    SocketAddress neighbour = new InetSocketAddress("2001:db8:0:1::1", 1);
    SocketAddress sameNetwork = new InetSocketAddress("2001:db8:0:1::2", 2);
    SocketAddress otherNetwork = new InetSocketAddress("2001:db8:0:2::1", 1);
    fail(neighbour, FailedLogins.IN_A_ROW);

    assertThat(failures.mayTry(sameNetwork)).isFalse();
    assertThat(failures.mayTry(otherNetwork)).isTrue();
    assertThat(failures.mayTry(HERE)).isTrue();
    assertThat(failures.mayTry(UnixDomainSocketAddress.of("/socket"))).isTrue();
  }

  @Test
  void anotherPortIsTheSamePlace() {
    fail(HERE, FailedLogins.IN_A_ROW);

    assertThat(failures.mayTry(new InetSocketAddress("192.0.2.1", 2000))).isFalse();
  }

  @Test
  void remembersOnlySoManyPlacesAndForgetsTheOldest() {
    fail(HERE, FailedLogins.IN_A_ROW);
    for (int i = 2; i < 100; i++) {
      failures.failed(new InetSocketAddress("192.0.2." + i, 1));
      assertThat(failures.places()).isLessThanOrEqualTo(3);
    }

    assertThat(failures.mayTry(HERE)).isTrue();
  }

  @Test
  void forgetsThoseThatOweNothing() {
    failures.failed(HERE);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
    failures.failed(new InetSocketAddress("192.0.2.2", 1));

    assertThat(failures.places()).isEqualTo(1);
  }

  private void fail(SocketAddress from, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(failures.mayTry(from)).isTrue();
      failures.failed(from);
    }
  }
}
