package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.AUTHORIZED;
import static dev.brski.cmp.CmpCheck.KEY_USAGE;
import static dev.brski.cmp.CmpCheck.PROTECTED;
import static dev.brski.cmp.CmpCheck.PROTECTION;
import static dev.brski.cmp.CmpCheck.PROTECTION_ALG;
import static dev.brski.cmp.CmpCheck.PROTECTION_CERTIFICATE;
import static dev.brski.cmp.CmpCheck.SENDER_KID;
import static dev.brski.cmp.CmpCheck.SIGNATURE_BASED;
import static dev.brski.cmp.CmpCheck.SIGNER_TRUSTED;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.taken;
import static dev.brski.proof.acceptance.rules.Sent.BY_DEVICES;
import static dev.brski.proof.acceptance.rules.Sent.BY_MEMBERS;
import static dev.brski.proof.acceptance.rules.Sent.FIRST;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The protection and those who made it (RFC 9483 sections 3.2, 3.3 and 3.5). */
final class ProtectionRules {

  private static final String PASSWORD_BASED_MAC = "1.2.840.113533.7.66.13";
  private static final String PBMAC1 = "1.2.840.113549.1.5.14";
  private static final String ECDSA_WITH_SHA1 = "1.2.840.10045.4.1";
  private static final String RSA_WITH_SHA256 = "1.2.840.113549.1.1.11";

  private ProtectionRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(protections());
    rules.addAll(algorithms());
    rules.addAll(certificates());
    rules.addAll(signers());
    return new Room("The protection", rules);
  }

  private static List<Rule> protections() {
    return List.of(
        first("CMP-H9 CMP-H11", "there is no protection", CmpDraft::unprotected)
            .both(error(FailBit.badMessageCheck, PROTECTED)),
        first(
                "CMP-H9 CMP-H11",
                "a bit of the protection is changed",
                draft -> draft.protection(ProtectionRules::flipped))
            .both(error(FailBit.badMessageCheck, PROTECTION)),
        first(
                "CMP-H9 CMP-H11",
                "the protection is over the body alone",
                draft -> draft.protectingInstead(part -> part.children().getLast()))
            .both(error(FailBit.badMessageCheck, PROTECTION)),
        first(
                "CMP-H9 CMP-H11",
                "the protection is over header and body without the SEQUENCE around them",
                draft -> draft.protectingInstead(part -> Tlv.octets(part.content())))
            .both(error(FailBit.badMessageCheck, PROTECTION)),
        first(
                "CMP-H9 CMP-H11",
                "the protection is no signature at all",
                draft -> draft.protection(_ -> new byte[0]))
            .both(error(FailBit.badMessageCheck, PROTECTION)));
  }

  private static List<Rule> algorithms() {
    return List.of(
        first(
                "CMP-H5 CMP-H11",
                "there is no protectionAlg",
                draft -> draft.without(CmpDraft.PROTECTION_ALG))
            .both(error(FailBit.badAlg, PROTECTION_ALG)),
        first("CMP-H5 CMP-H11 CMP-F21", "protectionAlg is with SHA-1", algorithm(ECDSA_WITH_SHA1))
            .both(error(FailBit.badAlg, PROTECTION_ALG)),
        first(
                "CMP-H5 CMP-H11",
                "protectionAlg is for another kind of key",
                algorithm(RSA_WITH_SHA256))
            .both(error(FailBit.badAlg, PROTECTION_ALG)),
        first(
                "CMP-H11 CMP-F17",
                "the protection is a PasswordBasedMac",
                algorithm(PASSWORD_BASED_MAC))
            .both(error(FailBit.wrongIntegrity, SIGNATURE_BASED)),
        first("CMP-H11 CMP-F17", "the protection is PBMAC1", algorithm(PBMAC1))
            .both(error(FailBit.wrongIntegrity, SIGNATURE_BASED)));
  }

  private static List<Rule> certificates() {
    var noOne = List.<Tlv>of();
    return List.of(
        first(
                "CMP-H5 CMP-H11",
                "senderKID is nobody's",
                draft -> draft.field(CmpDraft.SENDER_KID, Tlv.octets(CmpDraft.random(20))))
            .both(error(FailBit.badMessageCheck, SENDER_KID)),
        Rule.of(
                "3.3",
                "CMP-H10",
                BY_DEVICES,
                "extraCerts are left out of a first message",
                draft -> draft.extraCerts(noOne))
            .both(error(FailBit.badMessageCheck, PROTECTION_CERTIFICATE)),
        Rule.of(
                "3.3",
                "CMP-H10",
                BY_MEMBERS,
                "extraCerts are left out of a first message",
                draft -> draft.extraCerts(noOne))
            .authority(
                error(FailBit.badMessageCheck, PROTECTION_CERTIFICATE),
                error(FailBit.badMessageCheck, SENDER_KID)),
        Rule.of(
                "3.3",
                "CMP-H10",
                List.of(Start.GENM),
                "extraCerts are in another order",
                draft -> draft.extraCerts(draft.extraCerts().reversed()))
            .both(taken()),
        first(
                "CMP-H10",
                "there are more certificates in extraCerts than are read",
                draft -> draft.extraCerts(Collections.nCopies(17, draft.extraCerts().getFirst())))
            .both(error(FailBit.badDataFormat, dev.brski.cmp.CmpCheck.LIMITS)));
  }

  private static List<Rule> signers() {
    return List.of(
        firstBy(
                "CMP-H11",
                "a CA that nobody knows has issued the protection certificate",
                (draft, cast) ->
                    draft.signedBy(
                        Identity.stranger(Names.common("Nowhere"), earlier())
                            .issue(cast.device().subject(), earlier(), Identity.Usage.SIGNING)))
            .both(error(FailBit.signerNotTrusted, SIGNER_TRUSTED)),
        byMaker(
                "CMP-H11",
                "the protection certificate is not for signatures",
                earlier(),
                Identity.Usage.KEY_AGREEMENT)
            .both(error(FailBit.signerNotTrusted, KEY_USAGE)),
        byMaker(
                "CMP-H11",
                "the protection certificate has expired",
                Instant.now().minus(Duration.ofDays(200)),
                Identity.Usage.SIGNING)
            .both(error(FailBit.signerNotTrusted, SIGNER_TRUSTED)),
        byMaker(
                "CMP-H11",
                "the protection certificate is not valid yet",
                Instant.now().plus(Duration.ofDays(2)),
                Identity.Usage.SIGNING)
            .both(error(FailBit.signerNotTrusted, SIGNER_TRUSTED)),
        Rule.with(
                "3.5",
                "CMP-H11 CMP-F2 CMP-F3 CMP-F12",
                BY_MEMBERS,
                "the protection certificate is of the domain, but expired",
                (draft, cast) ->
                    draft.signedBy(
                        cast.domainsCa()
                            .issue(
                                cast.member().subject(),
                                Instant.now().minus(Duration.ofDays(200)),
                                Identity.Usage.SIGNING)))
            .both(error(FailBit.signerNotTrusted, SIGNER_TRUSTED)),
        Rule.with(
                "3.5",
                "CMP-H11 CMP-R3",
                List.of(Start.IR, Start.P10CR, Start.GENM),
                "another device has signed it than is at the other end of TLS",
                (draft, cast) -> draft.signedBy(cast.another()))
            .registrarOnly(
                error(FailBit.notAuthorized, AUTHORIZED), "no device has a connection to it"),
        Rule.with(
                "3.5",
                "CMP-H11 CMP-F2 CMP-F3",
                List.of(Start.CR, Start.KUR),
                "the signer has a certificate of its maker, not of the domain",
                (draft, cast) -> draft.signedBy(cast.device()))
            .authority(
                error(FailBit.signerNotTrusted, SIGNER_TRUSTED),
                error(FailBit.signerNotTrusted, SIGNER_TRUSTED)),
        Rule.with(
                "3.5",
                "CMP-H11 CMP-F1 CMP-F4",
                List.of(Start.IR, Start.P10CR),
                "the signer has a certificate of the domain, not of its maker",
                (draft, cast) -> draft.signedBy(cast.member()))
            .both(error(FailBit.signerNotTrusted, SIGNER_TRUSTED)));
  }

  private static Rule.Open byMaker(String ids, String broken, Instant from, Identity.Usage usage) {
    return Rule.with(
        "3.5",
        ids,
        BY_DEVICES,
        broken,
        (draft, cast) ->
            draft.signedBy(cast.makersCa().issue(cast.device().subject(), from, usage)));
  }

  private static Rule.Change algorithm(String oid) {
    return draft -> draft.field(CmpDraft.PROTECTION_ALG, Tlv.sequence(Tlv.oid(oid)));
  }

  static byte[] flipped(byte[] octets) {
    var changed = octets.clone();
    changed[changed.length - 1] ^= 1;
    return changed;
  }

  private static Instant earlier() {
    return Instant.now().minus(Duration.ofDays(1));
  }

  private static Rule.Open first(String ids, String broken, Rule.Change change) {
    return Rule.of("3.5", ids, FIRST, broken, change);
  }

  private static Rule.Open firstBy(String ids, String broken, Rule.Breach breach) {
    return Rule.with("3.5", ids, FIRST, broken, breach);
  }
}
