package io.millrace.testkit.rabbitmq;

import io.millrace.testkit.server.LoopbackPorts;
import io.millrace.testkit.server.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a node is configured, and what its programs find in their environment: ports, directories,
 * home and cookie of its own, nothing of a RabbitMQ that the system may run.
 *
 * @param port of AMQP
 * @param distributionPort of Erlang, which {@code rabbitmqctl} connects to
 * @param mapperPort of the node's own port mapper
 * @param lines of {@code rabbitmq.conf}
 * @param arguments of the Erlang machine
 */
record NodeSettings(
    ServerDirectory directory,
    int port,
    int distributionPort,
    int mapperPort,
    List<String> lines,
    List<String> arguments) {

  NodeSettings {
    lines = List.copyOf(lines);
    arguments = List.copyOf(arguments);
  }

  void write() {
    List<String> all =
        new ArrayList<>(
            List.of(
                "listeners.tcp.1 = " + LoopbackPorts.HOST + ":" + port,
                "log.console = true",
                "log.console.level = info"));
    all.addAll(lines);
    try {
      Files.write(directory.resolve("rabbitmq.conf"), all);
      Files.writeString(directory.resolve("enabled_plugins"), "[].\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the RabbitMQ server has no configuration", e);
    }
  }

  /** The beginning of a command that runs a program with {@link #environment}. */
  List<String> inEnvironment() {
    // Of systemd's a server would make a report to it.
    List<String> command = new ArrayList<>(List.of("env", "-u", "NOTIFY_SOCKET"));
    environment().forEach((name, value) -> command.add(name + "=" + value));
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("HOME", directory.path().toString());
    all.put("LANG", "C.UTF-8");
    all.put("ERL_CRASH_DUMP", at("erl_crash.dump"));
    all.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
    all.put("ERL_EPMD_ADDRESS", LoopbackPorts.HOST);
    all.put("RABBITMQ_NODENAME", "millrace-" + port + "@localhost");
    all.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    all.put("RABBITMQ_CONFIG_FILE", at("rabbitmq.conf"));
    all.put("RABBITMQ_ADVANCED_CONFIG_FILE", at("advanced.config"));
    all.put("RABBITMQ_CONF_ENV_FILE", at("rabbitmq-env.conf"));
    all.put("RABBITMQ_ENABLED_PLUGINS_FILE", at("enabled_plugins"));
    all.put("RABBITMQ_GENERATED_CONFIG_DIR", at("generated"));
    all.put("RABBITMQ_MNESIA_BASE", at("data"));
    all.put("RABBITMQ_LOG_BASE", at("log"));
    all.put("RABBITMQ_LOGS", "-");
    all.put("RABBITMQ_PID_FILE", at("pid"));
    // The script becomes the server then, and does not wait beside it.
    all.put("RUNNING_UNDER_SYSTEMD", "true");
    List<String> machine = new ArrayList<>();
    machine.add("-kernel inet_dist_use_interface {127,0,0,1}");
    machine.addAll(arguments);
    all.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", String.join(" ", machine));
    return all;
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }
}
