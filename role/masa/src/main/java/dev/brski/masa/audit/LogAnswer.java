package dev.brski.masa.audit;

import dev.brski.masa.ledger.AuditLinks;
import dev.brski.verdict.Refusal;
import java.time.Duration;

/** What becomes of a request for an audit log. */
public sealed interface LogAnswer {

  /** It gets the log. */
  record Inline(byte[] content) implements LogAnswer {

    /** Copies the octets in. */
    public Inline {
      content = content.clone();
    }

    /** A copy of the octets. */
    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /** It gets the name under which the log can be fetched. */
  record Linked(AuditLinks.Link link) implements LogAnswer {}

  /** It gets none. */
  record Refused(Refusal refusal) implements LogAnswer {}

  /** It gets none before this time has passed. */
  record Later(Refusal refusal, Duration retryAfter) implements LogAnswer {}
}
