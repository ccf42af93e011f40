package io.millrace.kafka.share;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share group as its cluster's administration sees it: whether there can be one, its settings,
 * how far it is.
 *
 * <p><b>Threads:</b> {@link #prepare} one at a time, the others any.
 */
public final class ShareGroup implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShareGroup.class);

  private static final String FEATURE = "share.version";
  private static final String DELIVERY_LIMIT = "share.delivery.count.limit";
  private static final int DEFAULT_DELIVERY_LIMIT = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final Admin admin;
  private final String name;
  private final GroupProbe probe;

  private volatile int deliveryLimit = DEFAULT_DELIVERY_LIMIT;

  /** Takes over {@code admin}. */
  public ShareGroup(Admin admin, String name, Collection<String> topics) {
    this.admin = admin;
    this.name = name;
    this.probe = new GroupProbe(admin, name, topics);
  }

  /**
   * Checks that the cluster has share groups, and gives this one its settings. Blocks, up to some
   * seconds a step.
   *
   * @throws ShareGroupsUnavailableException if the cluster has none
   * @throws KafkaException if it does not answer, or refuses the settings
   */
  public void prepare(Map<String, String> settings) throws InterruptedException {
    requireFeature();
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, name);
    if (!settings.isEmpty()) {
      List<AlterConfigOp> changes =
          settings.entrySet().stream()
              .map(each -> new ConfigEntry(each.getKey(), each.getValue()))
              .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
              .toList();
      await(
          admin.incrementalAlterConfigs(Map.of(group, changes)).all(),
          "the settings " + settings + " of share group " + name + " cannot be made");
    }
    readDeliveryLimit(group);
  }

  private void requireFeature() throws InterruptedException {
    FinalizedVersionRange version;
    try {
      version =
          await(admin.describeFeatures().featureMetadata(), "no broker answers")
              .finalizedFeatures()
              .get(FEATURE);
    } catch (UnsupportedVersionException e) {
      throw new ShareGroupsUnavailableException("the brokers are too old for share groups", e);
    }
    if (version == null || version.maxVersionLevel() < 1) {
      throw new ShareGroupsUnavailableException(
          "share groups are not enabled in this cluster (its feature share.version is "
              + (version == null ? "missing" : "at " + version.maxVersionLevel())
              + ")");
    }
  }

  private void readDeliveryLimit(ConfigResource group) throws InterruptedException {
    try {
      Config config = await(admin.describeConfigs(List.of(group)).all(), "no answer").get(group);
      ConfigEntry entry = config == null ? null : config.get(DELIVERY_LIMIT);
      if (entry != null) {
        deliveryLimit = Integer.parseInt(entry.value());
      }
    } catch (KafkaException e) {
      log.info(
          "the {} of share group {} cannot be read and is taken to be {}: {}",
          DELIVERY_LIMIT,
          name,
          deliveryLimit,
          e.toString());
    }
  }

  /** How often the group delivers a record at most; a record given back after that is dropped. */
  public int deliveryLimit() {
    return deliveryLimit;
  }

  /** Asks for lag and topics, from time to time, without waiting for the answers. */
  public void probeIfDue() {
    probe.askIfDue();
  }

  /** How many records the group has not finished, as of the last probe; -1 if not known. */
  public long lag() {
    return probe.lag();
  }

  /** What was wrong at the last probe, in words. */
  public Optional<String> fault() {
    return probe.fault();
  }

  private static <V> V await(KafkaFuture<V> future, String what) throws InterruptedException {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new KafkaException(what + " within " + TIMEOUT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof UnsupportedVersionException unsupported) {
        throw unsupported;
      }
      throw new KafkaException(what + ": " + cause, e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }
}
