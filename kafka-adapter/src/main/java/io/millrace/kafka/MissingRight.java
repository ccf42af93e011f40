package io.millrace.kafka;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Which right the user lacks, in the words by which it is granted. */
final class MissingRight {
  private MissingRight() {}

  /**
   * @param onTopic what was to be done with a topic, as Kafka names it: READ or WRITE
   */
  static String inWords(AuthorizationException refusal, String onTopic) {
    if (refusal instanceof TopicAuthorizationException topics
        && !topics.unauthorizedTopics().isEmpty()) {
      return needs(onTopic, "topic " + String.join(", ", topics.unauthorizedTopics()), refusal);
    }
    if (refusal instanceof GroupAuthorizationException group && group.groupId() != null) {
      return needs("READ", "group " + group.groupId(), refusal);
    }
    if (refusal instanceof TransactionalIdAuthorizationException) {
      return needs("WRITE", "the transactional id", refusal);
    }
    if (refusal instanceof ClusterAuthorizationException) {
      return needs("WRITE", "some topic, or IDEMPOTENT_WRITE on the cluster", refusal);
    }
    return String.valueOf(refusal.getMessage());
  }

  private static String needs(String right, String on, AuthorizationException refusal) {
    return "the user needs the right " + right + " on " + on + " (" + refusal.getMessage() + ")";
  }
}
