package dev.brski.authority.intake;

import dev.brski.authority.ledger.Registrar;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Consent;
import dev.brski.cmp.Expectation;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.NestedMember;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RequestedCertificate;
import dev.brski.verdict.Refusal;
import java.util.List;
import java.util.Optional;

/** What a message turned out to be, after every check that needs no memory of its transaction. */
public sealed interface Received {

  /**
   * A device's request for a certificate, approved by a registrar.
   *
   * @param registrar who approved it
   * @param nested the registrar's message around the device's, exact octets; where there is one
   * @param consent what the approval rests on, unless that is waived
   * @param message the message that asks: the device's own, or that of a registrar that answers for
   *     it
   * @param signer the device
   * @param requested what it asks for
   */
  record Certification(
      Registrar registrar,
      Optional<byte[]> nested,
      Optional<Consent> consent,
      CmpMessage message,
      Signer.OfDevice signer,
      RequestedCertificate requested)
      implements Received {

    /** Copies the octets in. */
    public Certification {
      nested = nested.map(byte[]::clone);
    }

    @Override
    public Optional<byte[]> nested() {
      return nested.map(byte[]::clone);
    }
  }

  /**
   * A kur of a registrar for its own credential, alone (RFC 9483 section 4.1.3).
   *
   * @param registrar whose, with the credential to be replaced
   * @param requested what it asks for
   */
  record RegistrarUpdate(CmpMessage message, Registrar registrar, RequestedCertificate requested)
      implements Received {}

  /**
   * A certConf, bare or nested; whether it is the device's is still to be judged.
   *
   * @param layer where it stood
   */
  record Confirmation(CmpMessage message, Expectation.Layer layer) implements Received {}

  /**
   * A pollReq, bare or nested; whether it is the device's is still to be judged.
   *
   * @param layer where it stood
   */
  record Poll(CmpMessage message, Expectation.Layer layer) implements Received {}

  /**
   * An rr, bare or nested (RFC 9483 section 4.2); whether it is granted is still to be judged.
   *
   * @param registrar who brought it in its own protection, if somebody did
   */
  record Revocation(CmpMessage message, Signer signer, Optional<Registrar> registrar)
      implements Received {}

  /**
   * A genm, bare or nested (RFC 9483 section 4.3).
   *
   * @param inquiry what it asks for
   * @param registrar who brought it in its own protection, if somebody did
   */
  record Support(CmpMessage message, Signer signer, Inquiry inquiry, Optional<Registrar> registrar)
      implements Received {}

  /** Messages bundled by a registrar (RFC 9483 section 5.2.2.2), to be answered one by one. */
  record Batch(CmpMessage outer, List<NestedMember> members) implements Received {

    /** Copies the list. */
    public Batch {
      members = List.copyOf(members);
    }
  }

  /**
   * Nothing to act on.
   *
   * @param replyTo what an answer takes over
   * @param refusal why
   * @param registrar the registrar that brought it, as far as that was established
   */
  record Refused(ReplyTo replyTo, Refusal refusal, Optional<Registrar> registrar)
      implements Received {}
}
