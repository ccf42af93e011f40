package io.millrace.testkit.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The program that a forked broker runs. It needs Kafka and nothing else of the testkit.
 *
 * <p>Argument: the directory of its {@link BrokerFiles}, where it finds its properties and makes
 * the file that says it takes requests. It ends when its standard input does, and so never outlives
 * its parent, which holds the other end; as the parent cannot any more, it deletes the directory.
 */
public final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] arguments) throws Exception {
    BrokerFiles files = new BrokerFiles(Path.of(arguments[0]));
    endWith(System.in, files);
    ignoreInterrupts();
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(files.properties(), StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    KafkaConfig config = KafkaConfig.fromProps(properties);
    format(config);
    new KafkaRaftServer(config, Time.SYSTEM).startup();
    Files.createFile(files.ready());
  }

  /**
   * Ctrl-C on a terminal goes to this process as well as to its parent, which may still have work
   * with the broker.
   */
  private static void ignoreInterrupts() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, interrupt, handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException e) {
      // A JVM without this class, which no specification asks for: Ctrl-C ends the broker.
    }
  }

  private static void endWith(InputStream parent, BrokerFiles files) {
    Thread watch =
        new Thread(
            () -> {
              try {
                parent.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // An input that fails has ended as well.
              }
              try {
                files.delete();
              } catch (IOException e) {
                // The broker still writes; what is left lies where temporary files lie.
              } finally {
                Runtime.getRuntime().halt(0);
              }
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Makes a new directory a broker's, with every feature that this version of Kafka has. */
  private static void format(KafkaConfig config) throws Exception {
    if (Files.exists(Path.of(config.metadataLogDir(), "meta.properties"))) {
      return;
    }
    Formatter formatter = new Formatter();
    formatter
        .setNodeId(config.nodeId())
        .setClusterId(Uuid.randomUuid().toString())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(config.metadataLogDir());
    for (String directory : config.logDirs()) {
      formatter.addDirectory(directory);
    }
    formatter.run();
  }
}
