package io.millrace.broker.vhost;

import static io.millrace.broker.vhost.TestHost.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.security.Admission;
import io.millrace.broker.security.PasswordHash;
import io.millrace.broker.security.Permissions;
import io.millrace.broker.security.User;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StaysTest {
  private final TestHost test = new TestHost();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void makeUsers() {
    done(users().put(user("ann", "old")));
    done(users().put(user("ben", "old")));
    done(users().permit("ann", "/", Permissions.ALL));
    done(users().permit("ben", "/", Permissions.ALL));
  }

  @AfterEach
  void close() {
    test.close();
  }

  private Users users() {
    return test.hosts.users();
  }

  private static User user(String name, String password) {
    return User.of(name, PasswordHash.of(password, new byte[PasswordHash.SALT_BYTES], 1));
  }

  private Stay stay(Admission admission) {
    VirtualHost host = test.hosts.host(admission.virtualHost()).orElseThrow();
    return test.hosts.stays().begin(host, admission, told::add);
  }

  private Stay stayByPassword(String user) {
    return stay(Admission.byPassword(user, "/", users().table()));
  }

  @Test
  void endsWithItsUser() {
    stayByPassword("ann");
    stayByPassword("ben");
    done(users().remove("ann"));
    done(users().remove("ben"));
    assertThat(told).containsExactly("user 'ann' is deleted", "user 'ben' is deleted");
  }

  @Test
  void endsWithThePermissionsOfItsUserThere() {
    done(test.hosts.create("other"));
    done(users().permit("ann", "other", Permissions.ALL));
    stayByPassword("ann");
    stayByPassword("ben");
    done(users().permit("ann", "/", Permissions.of("", "", "")));
    done(users().forbid("ann", "other"));
    assertThat(told).isEmpty();
    done(users().forbid("ann", "/"));
    assertThat(told).containsExactly("user 'ann' has no permissions in vhost '/' any more");
  }

  @Test
  void endsWithThePasswordThatItBeganBy() {
    stayByPassword("ann");
    stay(Admission.withoutPassword("ann", "/"));
    User same = user("ann", "old");
    done(users().put(new User("ann", same.password(), Set.of("monitoring"), same.limits())));
    assertThat(told).as("another tag").isEmpty();
    done(users().put(user("ann", "new")));
    assertThat(told).containsExactly("the password of user 'ann' has changed");
  }

  @Test
  void endsWithItsVirtualHostAlsoIfThereIsOneOfThatNameAgain() {
    done(test.hosts.create("other"));
    stay(Admission.ofAnybody("other"));
    stay(Admission.ofAnybody("/"));
    done(test.hosts.delete("other"));
    done(test.hosts.create("other"));
    stay(Admission.ofAnybody("other"));
    assertThat(told).containsExactly("vhost 'other' is deleted");
  }

  @Test
  void endsAtOnceWhereWhatItNeedsWentBefore() {
    Admission before = Admission.byPassword("ann", "/", users().table());
    done(users().remove("ann"));
    stay(before);
    assertThat(told).containsExactly("user 'ann' is deleted");
  }

  @Test
  void nobodyIsToldWhoHasLeft() {
    stayByPassword("ann").end();
    done(users().remove("ann"));
    assertThat(told).isEmpty();
  }
}
