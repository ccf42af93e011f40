package io.millrace.redis.deadletter;

import io.millrace.queue.redrive.LetterPlace;
import io.millrace.queue.redrive.WayBack;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import java.security.SecureRandom;

/** A list of dead letters. Belongs to one thread. */
final class ListPlace implements LetterPlace {
  private final RedisServers servers;
  private final QueueKeys list;
  private final Origins origins;
  private final Link link;
  private final SecureRandom random = new SecureRandom();

  ListPlace(RedisServers servers, QueueKeys list, Origins origins) {
    this.servers = servers;
    this.list = list;
    this.origins = origins;
    link = new Link(servers, list);
  }

  @Override
  public String description() {
    return "list " + list;
  }

  @Override
  public ListWalk walk() {
    return new ListWalk(link, list, random);
  }

  @Override
  public WayBack wayBack() {
    return origins;
  }

  @Override
  public void close() {
    link.close();
    servers.close();
  }
}
