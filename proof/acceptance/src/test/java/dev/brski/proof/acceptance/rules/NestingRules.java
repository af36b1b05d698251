package dev.brski.proof.acceptance.rules;

import static dev.brski.authority.intake.IntakeCheck.EVIDENCE;
import static dev.brski.authority.intake.IntakeCheck.EVIDENCE_VOUCHER;
import static dev.brski.authority.intake.IntakeCheck.NESTED;
import static dev.brski.authority.intake.IntakeCheck.REGISTRATION_AUTHORITY;
import static dev.brski.cmp.CmpCheck.BATCH_TRANSACTION_ID;
import static dev.brski.cmp.CmpCheck.BODY_TYPE;
import static dev.brski.cmp.CmpCheck.NESTED_KIND;
import static dev.brski.cmp.CmpCheck.NESTED_MEMBERS;
import static dev.brski.cmp.CmpCheck.NESTED_SENDER_NONCE;
import static dev.brski.cmp.CmpCheck.PROTECTED;
import static dev.brski.cmp.CmpCheck.PROTECTION;
import static dev.brski.cmp.CmpCheck.SIGNATURE_BASED;
import static dev.brski.cmp.CmpCheck.SIGNER_TRUSTED;
import static dev.brski.proof.acceptance.rules.Outcome.error;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** nested (RFC 9483 section 5.2.2). */
final class NestingRules {

  private static final List<Start> NESTING = List.of(Start.NESTED);
  private static final String WHY = "error, badRequest: devices do not nest";
  private static final String PBMAC1 = "1.2.840.113549.1.5.14";

  private NestingRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(members());
    rules.addAll(protections());
    rules.addAll(approvals());
    return new Room("Nesting", rules);
  }

  private static List<Rule> members() {
    return List.of(
        Rule.with(
                "5.2.2",
                "CMP-F16 CMP-H11",
                List.of(Start.GENM),
                "a device nests",
                (draft, cast) ->
                    draft.body(_ -> Tlv.context(20, Tlv.sequence(Tlv.of(inquiry(cast.device()))))))
            .registrarOnly(error(FailBit.badRequest, BODY_TYPE), "see the rules below"),
        nested("there is no message in it", draft -> draft.content(_ -> Tlv.sequence()))
            .authorityOnly(error(FailBit.badRequest, NESTED_MEMBERS), WHY),
        nested(
                "its senderNonce is not that of the message in it",
                draft -> draft.field(CmpDraft.SENDER_NONCE, Tlv.octets(CmpDraft.random(16))))
            .authorityOnly(error(FailBit.badRequest, NESTED_SENDER_NONCE), WHY),
        nested(
                "it holds two messages, one of them of its own transaction",
                draft -> draft.content(NestingRules::twice))
            .authorityOnly(error(FailBit.badRequest, BATCH_TRANSACTION_ID), WHY),
        Rule.with(
                "5.2.2",
                "CMP-F16",
                NESTING,
                "it holds a response",
                (draft, cast) -> draft.content(_ -> Tlv.sequence(response(draft, cast.device()))))
            .authorityOnly(error(FailBit.badRequest, NESTED_KIND), WHY),
        Rule.with(
                "5.2.2",
                "CMP-F16",
                NESTING,
                "it holds a nested message that holds the request",
                (draft, cast) ->
                    draft.content(made -> Tlv.sequence(around(draft, cast.ra(), made))))
            .authorityOnly(error(FailBit.badRequest, NESTED_KIND), WHY),
        Rule.with(
                "5.2.2",
                "CMP-F16",
                NESTING,
                "the request is nested five times",
                (draft, cast) -> draft.content(made -> levels(draft, cast.ra(), made, 4)))
            .authorityOnly(error(FailBit.badRequest, NESTED_KIND), WHY),
        Rule.with(
                "5.2.2",
                "CMP-F16",
                NESTING,
                "the request is nested a thousand times",
                (draft, cast) -> draft.content(made -> levels(draft, cast.ra(), made, 999)))
            .authorityOnly(error(FailBit.badDataFormat, dev.brski.cmp.CmpCheck.LIMITS), WHY));
  }

  private static List<Rule> protections() {
    return List.of(
        nested("it has no protection", CmpDraft::unprotected)
            .authorityOnly(error(FailBit.badMessageCheck, PROTECTED), WHY),
        nested(
                "a bit of its protection is changed",
                draft -> draft.protection(ProtectionRules::flipped))
            .authorityOnly(error(FailBit.badMessageCheck, PROTECTION), WHY),
        nested(
                "its protection is PBMAC1",
                draft -> draft.field(CmpDraft.PROTECTION_ALG, Tlv.sequence(Tlv.oid(PBMAC1))))
            .authorityOnly(error(FailBit.wrongIntegrity, SIGNATURE_BASED), WHY),
        Rule.with(
                "5.2.2.1",
                "CMP-F16",
                NESTING,
                "a member has signed it, who is no registration authority",
                (draft, cast) -> draft.signedBy(cast.member()))
            .authorityOnly(error(FailBit.notAuthorized, REGISTRATION_AUTHORITY), WHY),
        Rule.with(
                "5.2.2.1",
                "CMP-F16",
                NESTING,
                "somebody has signed it who is known to nobody",
                (draft, _) ->
                    draft.signedBy(
                        Identity.stranger(Names.common("Nowhere"), earlier())
                            .issue(Names.common("registrar-1"), earlier(), Identity.Usage.SIGNING)))
            .authorityOnly(error(FailBit.signerNotTrusted, SIGNER_TRUSTED), WHY));
  }

  private static List<Rule> approvals() {
    return List.of(
        Rule.with(
                "5.2.2.1",
                "CMP-F16 CMP-H11",
                NESTING,
                "an ir is not nested at all",
                (draft, cast) -> draft.octets(_ -> bare(draft, cast.device())))
            .authorityOnly(error(FailBit.notAuthorized, NESTED), "that is what devices send"),
        nested("it does not say on what its consent rests", CmpDraft::withoutInfo)
            .authorityOnly(error(FailBit.notAuthorized, EVIDENCE), WHY),
        nested("its consent rests on what is no voucher", NestingRules::withoutVoucher)
            .authorityOnly(error(FailBit.notAuthorized, EVIDENCE_VOUCHER), WHY));
  }

  private static void withoutVoucher(CmpDraft draft) {
    draft.withoutInfo().info(Consents.OID, Consents.value(new byte[] {1, 2, 3}));
  }

  private static Tlv twice(Tlv made) {
    return Tlv.sequence(Collections.nCopies(2, made.children().getFirst()));
  }

  /** A message of the same transaction around others. */
  private static Tlv around(CmpDraft like, Identity ra, Tlv members) {
    var outer = CmpDraft.of(ra, 20, () -> members);
    like.octetsOf(CmpDraft.TRANSACTION_ID)
        .ifPresent(id -> outer.field(CmpDraft.TRANSACTION_ID, Tlv.octets(id)));
    like.octetsOf(CmpDraft.SENDER_NONCE)
        .ifPresent(nonce -> outer.field(CmpDraft.SENDER_NONCE, Tlv.octets(nonce)));
    return Tlv.of(outer.extraCerts(List.of()).encoded());
  }

  private static Tlv levels(CmpDraft like, Identity ra, Tlv innermost, int levels) {
    var members = innermost;
    for (int i = 0; i < levels; i++) {
      members = Tlv.sequence(around(like, ra, members));
    }
    return members;
  }

  private static Tlv response(CmpDraft like, Identity by) {
    var pkiConf = CmpDraft.of(by, 19, Tlv::nothing);
    like.octetsOf(CmpDraft.TRANSACTION_ID)
        .ifPresent(id -> pkiConf.field(CmpDraft.TRANSACTION_ID, Tlv.octets(id)));
    return Tlv.of(pkiConf.encoded());
  }

  private static byte[] bare(CmpDraft like, Identity device) {
    var ir = CmpDraft.certificationRequest(device, 0);
    ir.field(CmpDraft.TRANSACTION_ID, Tlv.octets(like.octetsOf(CmpDraft.TRANSACTION_ID).get()));
    ir.field(CmpDraft.SENDER_NONCE, Tlv.octets(like.octetsOf(CmpDraft.SENDER_NONCE).get()));
    return ir.encoded();
  }

  private static byte[] inquiry(Identity by) {
    return CmpDraft.of(by, 21, () -> Bodies.question(Bodies.CA_CERTS)).encoded();
  }

  private static Instant earlier() {
    return Instant.now().minus(Duration.ofDays(1));
  }

  private static Rule.Open nested(String broken, Rule.Change change) {
    return Rule.of("5.2.2", "CMP-F16", NESTING, broken, change);
  }
}
