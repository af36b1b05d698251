package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.CmpLine;
import dev.brski.proof.kit.cmp.CmpReply;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CMP server behind a URL, with all that it takes to be heard there. */
public final class Target {

  private static final int CMP_CERT_CONF = 24;
  private static final int CMP_POLL_REQ = 25;
  private static final int CMP_NESTED = 20;

  private final Side side;
  private final URI url;
  private final Cast cast;
  private final Optional<byte[]> voucher;
  private final X509Certificate anchor;
  private final boolean ours;
  private final Map<Identity, CmpLine> lines = new HashMap<>();
  private int granted;

  /**
   * A server.
   *
   * @param side whose answers are expected
   * @param voucher what a nested message's consent rests on, where consent is to be evident
   * @param anchor what vouches for whoever signs the answers
   * @param ours whether it says in its answers what it checked, in our words
   */
  public Target(
      Side side,
      URI url,
      Cast cast,
      Optional<byte[]> voucher,
      X509Certificate anchor,
      boolean ours) {
    this.side = side;
    this.url = url;
    this.cast = cast;
    this.voucher = voucher;
    this.anchor = anchor;
    this.ours = ours;
  }

  /** Whose answers are expected. */
  public Side side() {
    return side;
  }

  /** Who can sign. */
  public Cast cast() {
    return cast;
  }

  /** How many certificates it has given here. */
  public int granted() {
    return granted;
  }

  /** What vouches for the answers. */
  X509Certificate anchor() {
    return anchor;
  }

  /** Whether it speaks in our words. */
  boolean isOurs() {
    return ours;
  }

  /** A sound message of a kind, after whatever has to come before it. */
  public CmpDraft begin(Start start) throws Exception {
    return switch (start) {
      case IR -> CmpDraft.certificationRequest(cast.device(), 0).implicitConfirm();
      case P10CR -> CmpDraft.pkcs10(cast.device()).implicitConfirm();
      case CR -> CmpDraft.certificationRequest(cast.member(), 2).implicitConfirm();
      case KUR -> CmpDraft.certificationRequest(cast.member(), 7).implicitConfirm();
      case RR -> revocation(cast.member());
      case GENM -> CmpDraft.of(cast.device(), 21, () -> Bodies.question(Bodies.CA_CERTS));
      case CERT_CONF -> {
        var reply = exchange(CmpDraft.certificationRequest(cast.device(), 0));
        var hash = Bodies.sha256(reply.certificate());
        yield CmpDraft.of(cast.device(), CMP_CERT_CONF, () -> Bodies.confirmation(hash, 0))
            .following(reply);
      }
      case POLL_REQ -> {
        var reply = exchange(CmpDraft.certificationRequest(cast.device(), 0));
        yield CmpDraft.of(cast.device(), CMP_POLL_REQ, () -> Bodies.poll(0)).following(reply);
      }
      case NESTED -> around(CmpDraft.certificationRequest(cast.device(), 0).implicitConfirm());
    };
  }

  private static CmpDraft revocation(Identity member) {
    return CmpDraft.of(member, 11, () -> Bodies.revocation(member.leaf()));
  }

  private CmpReply exchange(CmpDraft request) throws Exception {
    return CmpReply.of(send(Start.IR, request).content());
  }

  /** Lets somebody have his own certificate revoked. */
  public CmpReply revoke(Identity member) throws Exception {
    return CmpReply.of(post(member, Start.RR, revocation(member)).content());
  }

  /** Sends a request for a certificate as somebody; who he has become. */
  public Identity enrolled(CmpDraft draft, Identity as, Start start) throws Exception {
    var keys = Identity.freshKeys();
    draft.crmf().keys(keys);
    var reply = CmpReply.of(post(as, start, draft).content());
    if (!reply.grants()) {
      throw new AssertionError("no certificate for " + start + ": " + reply.said());
    }
    var chain = new ArrayList<X509Certificate>();
    chain.add(reply.certificate());
    reply.extraCerts().stream()
        .filter(one -> one.getBasicConstraints() >= 0)
        .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
        .forEach(chain::add);
    return new Identity(chain, keys.getPrivate());
  }

  /** Sends a message of a kind to where, and as whom, such a message is sent. */
  public CmpLine.Answer send(Start start, CmpDraft draft)
      throws IOException, InterruptedException, GeneralSecurityException {
    return post(start.isMembers() ? cast.member() : cast.device(), start, draft);
  }

  private CmpLine.Answer post(Identity as, Start start, CmpDraft draft)
      throws IOException, InterruptedException, GeneralSecurityException {
    boolean nests = cast.registrar().isPresent();
    var octets = nests && start.certifies() ? around(draft).encoded() : draft.encoded();
    var answer = line(nests ? cast.ra() : as).post(octets);
    if (answer.isCmp() && CmpReply.of(answer.content()).unnested().bringsCertificate()) {
      granted++;
    }
    return answer;
  }

  private CmpLine line(Identity as) throws GeneralSecurityException {
    var known = lines.get(as);
    if (known != null) {
      return known;
    }
    var opened = CmpLine.to(url, as);
    lines.put(as, opened);
    return opened;
  }

  /** A nested message of the same transaction around one message (RFC 9483 section 5.2.2.1). */
  private CmpDraft around(CmpDraft inner) {
    var octets = inner.encoded();
    var outer = CmpDraft.of(cast.ra(), CMP_NESTED, () -> Tlv.sequence(List.of(Tlv.of(octets))));
    inner
        .octetsOf(CmpDraft.TRANSACTION_ID)
        .ifPresent(id -> outer.field(CmpDraft.TRANSACTION_ID, Tlv.octets(id)));
    outer.without(CmpDraft.SENDER_NONCE);
    inner
        .octetsOf(CmpDraft.SENDER_NONCE)
        .ifPresent(nonce -> outer.field(CmpDraft.SENDER_NONCE, Tlv.octets(nonce)));
    voucher.ifPresent(evidence -> outer.info(Consents.OID, Consents.value(evidence)));
    return outer;
  }
}
