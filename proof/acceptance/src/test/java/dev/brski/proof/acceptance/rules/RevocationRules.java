package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.ONE_REVOCATION;
import static dev.brski.cmp.CmpCheck.REVOCATION_DETAILS;
import static dev.brski.cmp.CmpCheck.REVOCATION_KNOWN;
import static dev.brski.cmp.CmpCheck.REVOCATION_OF_SIGNER;
import static dev.brski.cmp.CmpCheck.REVOCATION_REASON;
import static dev.brski.proof.acceptance.rules.Outcome.rejection;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** rr (RFC 9483 sections 4.2, 5.1.3 and 5.3.2). */
final class RevocationRules {

  private static final List<Start> RR = List.of(Start.RR);
  private static final BigInteger NEVER_ISSUED = BigInteger.valueOf(7);

  private RevocationRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(bodies());
    rules.addAll(reasons());
    rules.addAll(certificates());
    return new Room("Requests for revocation: rr", rules);
  }

  private static List<Rule> bodies() {
    return List.of(
        Rule.of(
                "4.2",
                "CMP-F12",
                RR,
                "there is no RevDetails",
                draft -> draft.content(_ -> Tlv.sequence()))
            .both(rejection(FailBit.badRequest, ONE_REVOCATION)),
        Rule.of("4.2", "CMP-F12", RR, "there are two RevDetails", RevocationRules::twice)
            .both(rejection(FailBit.badRequest, ONE_REVOCATION)),
        details("there is no serialNumber", own -> Tlv.sequence(Tlv.context(3, Bodies.issuer(own))))
            .both(rejection(FailBit.badCertId, REVOCATION_DETAILS)),
        details(
                "there is no issuer",
                own -> Tlv.sequence(Tlv.integer(own.getSerialNumber()).implicit(1)))
            .both(rejection(FailBit.badCertId, REVOCATION_DETAILS)));
  }

  private static void twice(CmpDraft draft) {
    draft.content(made -> Tlv.sequence(made.children().getFirst(), made.children().getFirst()));
  }

  private static List<Rule> reasons() {
    var rules = new ArrayList<Rule>();
    rules.add(
        Rule.with(
                "4.2",
                "CMP-F12",
                RR,
                "there are no crlEntryDetails",
                (draft, cast) ->
                    draft.content(
                        _ ->
                            Tlv.sequence(
                                Tlv.sequence(
                                    Bodies.certDetails(
                                        cast.member().leaf().getSerialNumber(),
                                        Bodies.issuer(cast.member().leaf()))))))
            .both(rejection(FailBit.badRequest, REVOCATION_REASON)));
    for (int code : new int[] {2, 6, 7, 8, 10, 99}) {
      rules.add(
          Rule.with(
                  "4.2",
                  "CMP-F12",
                  RR,
                  "the reasonCode is " + code,
                  (draft, cast) ->
                      draft.content(
                          _ ->
                              Tlv.sequence(
                                  Tlv.sequence(
                                      Bodies.certDetails(
                                          cast.member().leaf().getSerialNumber(),
                                          Bodies.issuer(cast.member().leaf())),
                                      Bodies.reason(code)))))
              .both(rejection(FailBit.badRequest, REVOCATION_REASON)));
    }
    return rules;
  }

  private static List<Rule> certificates() {
    return List.of(
        details("the certificate is another member's", (_, cast) -> ofLeaf(cast.leaving().leaf()))
            .both(rejection(FailBit.notAuthorized, REVOCATION_OF_SIGNER)),
        details(
                "the certificate was never issued",
                own -> Bodies.certDetails(NEVER_ISSUED, Bodies.issuer(own)))
            .both(rejection(FailBit.notAuthorized, REVOCATION_OF_SIGNER)),
        details(
                "the issuer is another CA",
                own -> Bodies.certDetails(own.getSerialNumber(), Names.common("Nowhere")))
            .both(rejection(FailBit.notAuthorized, REVOCATION_OF_SIGNER)),
        Rule.with(
                "5.3.2",
                "CMP-F12 CMP-F23",
                RR,
                "a registration authority names a certificate that was never issued",
                (draft, cast) ->
                    draft
                        .signedBy(cast.ra())
                        .content(
                            _ ->
                                content(
                                    Bodies.certDetails(
                                        NEVER_ISSUED, Bodies.issuer(cast.member().leaf())))))
            .authorityOnly(
                rejection(FailBit.badCertId, REVOCATION_KNOWN), "registrars do not ask it"));
  }

  private static Tlv ofLeaf(X509Certificate certificate) {
    return Bodies.certDetails(certificate.getSerialNumber(), Bodies.issuer(certificate));
  }

  private static Tlv content(Tlv certDetails) {
    return Tlv.sequence(Tlv.sequence(certDetails, Bodies.reason(0)));
  }

  /** Makes certDetails. */
  private interface Details {
    Tlv of(X509Certificate own, Cast cast);
  }

  private static Rule.Open details(String broken, Function<X509Certificate, Tlv> change) {
    return details(broken, (own, _) -> change.apply(own));
  }

  private static Rule.Open details(String broken, Details change) {
    return Rule.with(
        "4.2",
        "CMP-F12 CMP-F23",
        RR,
        broken,
        (draft, cast) -> draft.content(_ -> content(change.of(cast.member().leaf(), cast))));
  }
}
