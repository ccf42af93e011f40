package io.millrace.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Asks the system for names, each time on a thread of its own, since it may take its time and the
 * clients' threads have others to serve.
 */
final class SystemLookup implements Lookup {
  @Override
  public CompletionStage<SocketAddress> find(Address address) {
    if (address.isUnix()) {
      return CompletableFuture.completedFuture(UnixDomainSocketAddress.of(address.text()));
    }
    if (isNumeric(address.host())) {
      return CompletableFuture.completedFuture(resolve(address));
    }
    return CompletableFuture.supplyAsync(() -> resolve(address), SystemLookup::start);
  }

  private static boolean isNumeric(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "millrace-client-lookup");
    thread.setDaemon(true);
    thread.start();
  }

  private static SocketAddress resolve(Address address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }
}
