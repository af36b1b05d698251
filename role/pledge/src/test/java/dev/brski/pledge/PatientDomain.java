package dev.brski.pledge;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.cmp.PKIBody;

/**
 * What a registrar and its authority answer to members, with everything that can be waited for. The
 * same octets get the same answer, and an operation is carried out once.
 */
final class PatientDomain {

  final Map<String, X509Certificate> issued = new LinkedHashMap<>();
  final Set<String> confirmed = new HashSet<>();
  final Set<String> revoked = new HashSet<>();
  private final World world;
  private final Map<String, byte[]> requests = new HashMap<>();
  private final Set<String> polled = new HashSet<>();

  PatientDomain(World world, ScriptedRegistrar registrar) {
    this.world = world;
    registrar
        .on(ScriptedRegistrar.KEY_UPDATE, this::answer)
        .on(ScriptedRegistrar.REVOCATION, this::answer);
  }

  private synchronized Answer answer(Seen seen) {
    var id = Reply.transactionID(seen.body());
    var first = Reply.to(seen.body(), world.registrar);
    return Answer.pkixcmp(
        switch (Reply.bodyType(seen.body())) {
          case PKIBody.TYPE_KEY_UPDATE_REQ -> {
            requests.put(id, seen.body());
            yield first.kupWaiting();
          }
          case PKIBody.TYPE_REVOCATION_REQ -> {
            requests.put(id, seen.body());
            yield first.errorWaiting();
          }
          case PKIBody.TYPE_CERT_CONFIRM -> {
            requests.put(id, seen.body());
            confirmed.add(id);
            yield first.errorWaiting();
          }
          case PKIBody.TYPE_POLL_REQ ->
              polled.add(id + Reply.bodyType(requests.get(id)))
                  ? first.pollRep(5)
                  : delivered(id, requests.get(id));
          default -> throw new AssertionError("body type " + Reply.bodyType(seen.body()));
        });
  }

  private byte[] delivered(String id, byte[] request) {
    var answer = Reply.to(request, world.authority);
    return switch (Reply.bodyType(request)) {
      case PKIBody.TYPE_KEY_UPDATE_REQ ->
          answer.kup(issued.computeIfAbsent(id, _ -> Reply.grant(request, world.domainCa)));
      case PKIBody.TYPE_REVOCATION_REQ -> {
        revoked.add(id);
        yield answer.rp();
      }
      default -> answer.pkiConf();
    };
  }
}
