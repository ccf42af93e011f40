package io.millrace.redis.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.redis.script.Script;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.commands.ProtocolCommand;

/**
 * A command, or a script with its keys, and arguments.
 *
 * <p>Not safe for several threads.
 */
public final class Call {
  private final ProtocolCommand command;
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();
  private final List<Script> script;

  private Call(ProtocolCommand command, List<Script> script) {
    this.command = command;
    this.script = script;
  }

  public static Call of(ProtocolCommand command) {
    return new Call(command, List.of());
  }

  public static Call of(Script script) {
    return new Call(Command.EVALSHA, List.of(script));
  }

  public Call key(String key) {
    keys.add(key.getBytes(UTF_8));
    return this;
  }

  public Call add(byte[] argument) {
    arguments.add(argument);
    return this;
  }

  public Call add(String argument) {
    return add(argument.getBytes(UTF_8));
  }

  public Call add(long argument) {
    return add(Long.toString(argument));
  }

  boolean isScript() {
    return !script.isEmpty();
  }

  CommandArguments toArguments() {
    return isScript() ? script(command, script.get(0).digest()) : plain();
  }

  /** The whole script rather than its digest, for a server that does not know it. */
  CommandArguments toWholeScript() {
    return script(Command.EVAL, script.get(0).source());
  }

  private CommandArguments plain() {
    CommandArguments all = new CommandArguments(command);
    keys.forEach(all::add);
    arguments.forEach(all::add);
    return all;
  }

  private CommandArguments script(ProtocolCommand eval, String text) {
    CommandArguments all = new CommandArguments(eval).add(text).add(keys.size());
    keys.forEach(all::add);
    arguments.forEach(all::add);
    return all;
  }

  @Override
  public String toString() {
    return isScript() ? script.get(0).toString() : command.toString();
  }
}
