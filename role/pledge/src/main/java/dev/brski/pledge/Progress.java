package dev.brski.pledge;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;

/** How far the pledge is, as it is written to disk before anything is sent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Progress.Idle.class, name = "idle"),
  @JsonSubTypes.Type(value = Progress.Joining.class, name = "joining"),
  @JsonSubTypes.Type(value = Progress.Imprinted.class, name = "imprinted"),
  @JsonSubTypes.Type(value = Progress.Enrolling.class, name = "enrolling"),
  @JsonSubTypes.Type(value = Progress.Installing.class, name = "installing"),
  @JsonSubTypes.Type(value = Progress.Member.class, name = "member"),
  @JsonSubTypes.Type(value = Progress.Revoked.class, name = "revoked"),
})
sealed interface Progress {

  /** The state of RFC 8995 that this is. */
  State state();

  /** The messages that must be kept. */
  List<StoredMessage> messages();

  /** Whether the key that a certificate is being asked for must be kept. */
  default boolean needsKey() {
    return switch (this) {
      case Enrolling _, Installing _ -> true;
      case Idle _, Joining _, Imprinted _, Member _, Revoked _ -> false;
    };
  }

  /** Whether it is known whose domain this is. */
  default boolean knowsDomain() {
    return switch (this) {
      case Imprinted _, Enrolling _, Installing _, Member _ -> true;
      case Idle _, Joining _, Revoked _ -> false;
    };
  }

  /** Nothing is under way. */
  record Idle(boolean attempted) implements Progress {
    @Override
    public State state() {
      return attempted ? State.DISCOVER : State.FACTORY_DEFAULT;
    }

    @Override
    public List<StoredMessage> messages() {
      return List.of();
    }
  }

  /** A voucher-request is signed, and may have been sent. */
  record Joining(Exchange exchange) implements Progress {
    @Override
    public State state() {
      return State.REQUEST_JOIN;
    }

    @Override
    public List<StoredMessage> messages() {
      return List.of(exchange.request());
    }
  }

  /** The voucher holds and the registrar is authenticated; it may not have been told so yet. */
  record Imprinted(Imprint imprint) implements Progress {
    @Override
    public State state() {
      return State.IMPRINT;
    }

    @Override
    public List<StoredMessage> messages() {
      return imprint.messages();
    }
  }

  /** The registrar has been told; the certificate is being asked for. */
  record Enrolling(Imprint imprint, Transaction transaction) implements Progress {
    @Override
    public State state() {
      return State.ENROLL;
    }

    @Override
    public List<StoredMessage> messages() {
      return StoredMessage.together(imprint.messages(), transaction.messages());
    }
  }

  /** The certificate is accepted and is being put in its place. */
  record Installing(Imprint imprint, Transaction transaction) implements Progress {
    @Override
    public State state() {
      return State.ENROLL;
    }

    @Override
    public List<StoredMessage> messages() {
      return StoredMessage.together(imprint.messages(), transaction.messages());
    }
  }

  /**
   * The device belongs to the domain.
   *
   * @param imprint what it rests on
   * @param transaction the operation that it enrolled by, kept for whoever wants to look
   * @param reported whether the registrar has been told
   */
  record Member(Imprint imprint, Transaction transaction, boolean reported) implements Progress {
    @Override
    public State state() {
      return State.ENROLLED;
    }

    @Override
    public List<StoredMessage> messages() {
      return StoredMessage.together(imprint.messages(), transaction.messages());
    }
  }

  /**
   * The device took its certificate back, and is nobody's.
   *
   * @param registrar the registrar as it was given to the pledge
   * @param certificate the serial number of the certificate, in hexadecimal
   * @param reason the word for why
   */
  record Revoked(URI registrar, String certificate, String reason) implements Progress {
    @Override
    public State state() {
      return State.REVOKED;
    }

    @Override
    public List<StoredMessage> messages() {
      return List.of();
    }
  }
}
