package dev.brski.pledge;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.cmp.PKIBody;

/**
 * A registrar with everything that can be waited for: 202 before the voucher, polls before the
 * certificate, a confirmation that is delayed. The same octets get the same answer.
 */
final class PatientRegistrar {

  final Map<String, X509Certificate> issued = new HashMap<>();
  final Set<String> confirmed = new HashSet<>();
  private final World world;
  private final Set<String> seenBefore = new LinkedHashSet<>();
  private final Map<String, byte[]> irs = new HashMap<>();
  private final Map<String, byte[]> confirmations = new HashMap<>();

  PatientRegistrar(World world, ScriptedRegistrar registrar) {
    this.world = world;
    registrar
        .on(ScriptedRegistrar.REQUEST_VOUCHER, this::voucher)
        .on(ScriptedRegistrar.INITIALIZATION, this::answer);
  }

  private synchronized Answer voucher(Seen seen) {
    return isNew(seen) ? Answer.notYet("5") : world.rightVoucher(seen);
  }

  private synchronized Answer answer(Seen seen) {
    var id = Reply.transactionID(seen.body());
    var first = Reply.to(seen.body(), world.registrar);
    return Answer.pkixcmp(
        switch (Reply.bodyType(seen.body())) {
          case PKIBody.TYPE_INIT_REQ -> {
            irs.put(id, seen.body());
            yield first.ipWaiting();
          }
          case PKIBody.TYPE_POLL_REQ -> isFirstPoll(id) ? first.pollRep(5) : delivered(id);
          case PKIBody.TYPE_CERT_CONFIRM -> {
            confirmations.put(id, seen.body());
            confirmed.add(id);
            yield first.errorWaiting();
          }
          default -> throw new AssertionError("body type " + Reply.bodyType(seen.body()));
        });
  }

  private byte[] delivered(String id) {
    if (confirmations.containsKey(id)) {
      return Reply.to(confirmations.get(id), world.authority).pkiConf();
    }
    var ir = irs.get(id);
    var certificate = issued.computeIfAbsent(id, one -> Reply.grant(ir, world.domainCa));
    return Reply.to(ir, world.authority).ip(certificate);
  }

  private boolean isFirstPoll(String id) {
    return seenBefore.add("poll " + id);
  }

  private boolean isNew(Seen seen) {
    return seenBefore.add(Base64.getEncoder().encodeToString(seen.body()));
  }
}
