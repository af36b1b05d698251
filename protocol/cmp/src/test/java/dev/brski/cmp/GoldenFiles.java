package dev.brski.cmp;

import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the golden files anew, into the folder that is its argument; to be run by hand when the
 * profile of what we emit or describe is changed on purpose.
 */
final class GoldenFiles {

  private GoldenFiles() {}

  public static void main(String[] arguments) throws IOException {
    var folder = Files.createDirectories(Path.of(arguments[0]));
    for (var golden : messages().entrySet()) {
      write(folder, golden.getKey(), golden.getValue().encoded());
    }
    for (int i = 1; i < arguments.length; i++) {
      var foreign = Path.of(arguments[i]);
      write(
          folder,
          foreign.getFileName().toString().replace(".der", ""),
          Files.readAllBytes(foreign));
    }
  }

  private static void write(Path folder, String name, byte[] der) throws IOException {
    Files.write(folder.resolve(name + ".der"), der);
    Files.write(
        folder.resolve(name + ".txt"),
        new CmpDescription(Cast.SUITE).describe(der).toText().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, CmpMessage> messages() {
    var cast = new Cast();
    var device = cast.as(cast.device);
    var registrar = cast.as(cast.registrar);
    var responder = cast.as(cast.responder);
    var nonces = new PollNonce(Cast.SUITE.randomBytes(32), Cast.SUITE);
    var messages = new LinkedHashMap<String, CmpMessage>();

    var ir = device.certificationRequest(cast.draft().withImplicitConfirm(false));
    var replyTo = ReplyTo.of(ir);
    messages.put("ir", ir);
    var consent = new Consent("imprint-1", 1, 42, new byte[] {0x30, 0});
    messages.put("nested", registrar.nested(ir, consent.generalInfo()));
    var waiting = registrar.waiting(replyTo, "waiting", nonces.make(ir.transactionId()));
    messages.put("ip-waiting", waiting);
    var pollReq = device.pollReq(waiting, 0);
    messages.put("pollReq", pollReq);
    messages.put(
        "pollRep",
        registrar.pollRep(
            ReplyTo.of(pollReq),
            Duration.ofSeconds(30),
            "the authority is asked",
            nonces.make(ir.transactionId())));
    var certificate = cast.ldevid(cast.newKey.getPublic());
    var ip =
        responder.granted(
            replyTo,
            Grant.of(
                certificate,
                cast.authority.chain(),
                new Grant.Confirmation.Until(Cast.NOW.plus(Duration.ofDays(4)))));
    messages.put("ip-accepted", ip);
    messages.put(
        "ip-rejection", responder.refused(replyTo, CmpCheck.POP_SIGNATURE.refusal("golden")));
    var certConf = device.certConfAccepting(ip, certificate);
    messages.put("certConf", certConf);
    messages.put(
        "certConf-rejection",
        device.certConfRejecting(ip, certificate, Set.of(FailInfo.badCertId), "not mine"));
    messages.put("pkiConf", responder.pkiConf(ReplyTo.of(certConf)));
    messages.put("error", registrar.refused(replyTo, CmpCheck.PROTECTION.refusal("golden")));
    messages.put(
        "batch",
        registrar.batch(
            Protection.NULL_DN, List.of(registrar.nested(cast.ir(), List.of()), cast.ir())));
    messages.putAll(ofLater(cast));
    return messages;
  }

  /** What an enrolled device and its domain say to each other. */
  private static Map<String, CmpMessage> ofLater(Cast cast) {
    var messages = new LinkedHashMap<String, CmpMessage>();
    var old = cast.ldevid(cast.newKey.getPublic());
    var key = Cast.SUITE.generateKeyPair();
    var member =
        cast.as(new Credential(cast.newKey.getPrivate(), List.of(old, cast.authority.leaf())));
    var responder = cast.as(cast.responder);

    var kur = member.certificationRequest(CertificationDraft.kur(old, key, Cast.SUITE));
    messages.put("kur", kur);
    messages.put(
        "kup-accepted",
        responder.granted(
            ReplyTo.of(kur),
            Grant.of(
                cast.ldevid(key.getPublic()),
                cast.authority.chain(),
                new Grant.Confirmation.Implicit())));
    messages.put(
        "kup-waiting",
        cast.as(cast.registrar).waiting(ReplyTo.of(kur), "", Nonce.fresh(Cast.SUITE)));
    messages.put(
        "kup-rejection",
        responder.refused(ReplyTo.of(kur), CmpCheck.OLD_CERT_ID.refusal("golden")));

    var rr =
        member.revocationRequest(
            RevocationDraft.of(old, RevocationReason.CESSATION_OF_OPERATION, Cast.SUITE));
    messages.put("rr", rr);
    messages.put("rp-accepted", responder.revoked(ReplyTo.of(rr)));
    messages.put(
        "rp-rejection",
        responder.refused(ReplyTo.of(rr), CmpCheck.REVOCATION_OPEN.refusal("golden")));
    messages.put(
        "error-waiting",
        cast.as(cast.registrar)
            .waiting(ReplyTo.of(rr), "the line is down", Nonce.fresh(Cast.SUITE)));

    for (var told : GoldenInformation.of(cast).entrySet()) {
      var name = told.getKey().operationLabel();
      var genm =
          member.inquiry(
              TransactionId.fresh(Cast.SUITE),
              Optional.of(cast.authority.leaf().getSubjectX500Principal()),
              Optional.empty(),
              told.getKey());
      messages.put("genm-" + name, genm);
      messages.put("genp-" + name, responder.information(ReplyTo.of(genm), told.getValue()));
    }
    return messages;
  }
}
