package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.done;
import static io.millrace.broker.vhost.TestHost.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.security.Access;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.LoginRefusal;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.TopicPermissions;
import io.millrace.broker.security.User;
import io.millrace.broker.security.UserLimits;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsersTest {
  private static final User ANN =
      new User(
          "ann",
          Optional.of(PasswordHash.of("s3cret", new byte[PasswordHash.SALT_BYTES], 1)),
          Set.of("administrator", "ours"),
          new UserLimits(3, UserLimits.UNLIMITED));
  private static final User BEN = new User("ben", Optional.empty(), Set.of(), UserLimits.NONE);

  private TestHost test = new TestHost();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void usersAndTheirPermissionsOutliveTheProcess() throws InterruptedException {
    done(users().put(ANN));
    done(users().put(BEN));
    done(users().permit("ann", "/", Permissions.of("^ann\\.", "", ".*")));
    done(users().permitTopics("ann", "/", new TopicPermissions("amq.topic", "^a\\.", ".*")));
    done(users().permit("ben", "/", Permissions.ALL));
    done(users().permit("ben", "/", Permissions.of("", "", "^inbox$")));

    test = test.killed();

    AccessTable table = users().table();
    assertThat(table.users()).containsExactly(ANN, BEN);
    assertThat(table.refusalOfLogin("ann", "s3cret", false)).isEmpty();
    assertThat(table.refusalOfLogin("ann", "other", false))
        .contains(LoginRefusal.WRONG_CREDENTIALS);
    assertThat(table.allows("ann", "/", Access.CONFIGURE, "ann.q")).isTrue();
    assertThat(table.allows("ann", "/", Access.WRITE, "ann.q")).isFalse();
    assertThat(table.topicPermissions("ann", "/", "amq.topic"))
        .contains(new TopicPermissions("amq.topic", "^a\\.", ".*"));
    assertThat(table.permissions("ben", "/")).contains(Permissions.of("", "", "^inbox$"));
  }

  @Test
  void whatIsTakenAwayStaysAway() {
    done(users().put(ANN));
    done(users().put(BEN));
    done(users().permit("ann", "/", Permissions.ALL));
    done(users().permit("ben", "/", Permissions.ALL));
    done(users().permitTopics("ben", "/", new TopicPermissions("amq.topic", "a", "b")));
    done(users().remove("ann"));
    done(users().forbid("ben", "/"));
    done(users().freeTopics("ben", "/", "amq.topic"));

    test = test.restarted();
    done(users().put(ANN));

    assertThat(users().table().mayEnter("ann", "/")).isFalse();
    assertThat(users().table().mayEnter("ben", "/")).isFalse();
    assertThat(users().table().topicPermissions("ben", "/", "amq.topic")).isEmpty();
  }

  @Test
  void permissionsGoWithTheirVirtualHost() {
    done(test.hosts.create("short"));
    done(users().put(ANN));
    done(users().permit("ann", "short", Permissions.ALL));
    done(users().permit("ann", "/", Permissions.ALL));
    done(test.hosts.delete("short"));

    test = test.restarted();
    done(test.hosts.create("short"));

    assertThat(users().table().mayEnter("ann", "short")).isFalse();
    assertThat(users().table().mayEnter("ann", "/")).isTrue();
  }

  @Test
  void refusesPermissionsForNobodyAndForNowhere() {
    done(users().put(ANN));

    assertThat(refused(users().permit("ben", "/", Permissions.ALL)).text())
        .isEqualTo("no user 'ben'");
    assertThat(refused(users().permit("ann", "gone", Permissions.ALL)).text())
        .isEqualTo("no virtual host 'gone'");
    assertThat(refused(users().remove("ben")).text()).isEqualTo("no user 'ben'");
  }

  @Test
  void theLimitsOfAVirtualHostOutliveTheProcess() throws InterruptedException {
    TestHost.await(test.host.setLimits(new VirtualHostLimits(1, 17)));
    test.declare(QueueDefinition.durable("first"));

    test = test.killed();

    assertThat(TestHost.await(test.host.limits())).isEqualTo(new VirtualHostLimits(1, 17));
    assertThat(refused(test.host.declareQueue(QueueDefinition.durable("second"), 0)))
        .isInstanceOf(Refusal.LimitReached.class);
  }

  private Users users() {
    return test.hosts.users();
  }
}
