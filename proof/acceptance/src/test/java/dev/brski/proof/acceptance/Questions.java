package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Domain;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.books.VoucherRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two domains send the MASA the voucher-requests that their ledgers have kept once more, each with
 * its registrar's key in TLS.
 */
final class Questions {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MEDIA_TYPE = "application/voucher-cms+json";
  private static final String VOUCHER = "/.well-known/brski/requestvoucher";
  private static final String AUDIT_LOG = "/.well-known/brski/requestauditlog";

  /**
   * A domain.
   *
   * @param requests all that its registrar ever sent, the oldest first
   */
  private record Party(Domain domain, Curl curl, List<VoucherRequest> requests) {

    static Party of(Domain domain, Curl curl) throws IOException {
      var folder = domain.registrar().folder();
      return new Party(
          domain,
          curl.as(folder.resolve("registrar.pem"), folder.resolve("registrar.key")),
          VoucherRequest.of(folder));
    }

    /** The newest of each device, by its serial number. */
    Map<String, VoucherRequest> newest() {
      var newest = new LinkedHashMap<String, VoucherRequest>();
      requests.forEach(request -> newest.put(request.serial(), request));
      return newest;
    }

    /** The serial numbers of the devices that it had a voucher for. */
    Set<String> vouchered() {
      return requests.stream()
          .filter(VoucherRequest::vouchered)
          .map(VoucherRequest::serial)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private final Plant plant;
  private final Year year;
  private final List<Party> parties;
  private int vouchersAgain;
  private int vouchersNoMore;
  private int logs;
  private int logsOfOthers;

  private Questions(Plant plant, Year year, List<Party> parties) {
    this.plant = plant;
    this.year = year;
    this.parties = parties;
  }

  /** The programs of both domains are at rest, and the MASA runs. */
  static Questions of(Plant plant, Year year, Path folder)
      throws IOException, InterruptedException {
    var curl = Curl.demand(Files.createDirectories(folder.resolve("questions")));
    var parties = new ArrayList<Party>();
    for (var domain : List.of(year.plant7(), year.mill())) {
      parties.add(Party.of(domain, curl));
    }
    return new Questions(plant, year, parties);
  }

  /** Whoever owns a device gets the voucher that it had; nobody else gets any. */
  void vouchersThatWereDueOnce() throws IOException, InterruptedException {
    for (var party : parties) {
      for (var request : party.requests()) {
        boolean due = year.isDue(party.domain(), request.serial());
        if (!due) {
          assertThat(ask(party, VOUCHER, request).status())
              .as("a voucher for %s of %s", request.serial(), party.domain().name())
              .isEqualTo(403);
          vouchersNoMore++;
        } else if (request.vouchered()) {
          assertThat(ask(party, VOUCHER, request).status())
              .as("a voucher for %s of %s", request.serial(), party.domain().name())
              .isEqualTo(200);
          vouchersAgain++;
        }
      }
    }
    assertThat(List.of(vouchersAgain, vouchersNoMore)).allMatch(many -> many > 0);
  }

  /**
   * Whoever ever had a voucher for a device sees all of its log; others do not, with what they sent
   * themselves or with what others sent.
   *
   * @return the serial numbers of the devices whose logs each saw
   */
  Map<String, Set<String>> auditLogs() throws IOException, InterruptedException {
    var entries =
        parties.stream()
            .flatMap(party -> party.requests().stream())
            .filter(VoucherRequest::vouchered)
            .collect(Collectors.groupingBy(VoucherRequest::serial, Collectors.counting()));
    var seen = new HashMap<String, Set<String>>();
    for (var party : parties) {
      var had = party.vouchered();
      for (var request : party.newest().values()) {
        var what = "the log of %s for %s".formatted(request.serial(), party.domain().name());
        var answer = ask(party, AUDIT_LOG, request);
        if (had.contains(request.serial())) {
          assertThat(answer.status()).as(what).isEqualTo(200);
          assertThat(JSON.readTree(answer.body()).required("events").size())
              .as(what)
              .isEqualTo(entries.get(request.serial()).intValue());
          seen.computeIfAbsent(party.domain().name(), _ -> new HashSet<>()).add(request.serial());
          logs++;
        } else {
          assertThat(answer.status()).as(what).isEqualTo(404);
          logsOfOthers++;
        }
        for (var other : parties) {
          if (!other.equals(party)) {
            assertThat(ask(other, AUDIT_LOG, request).status())
                .as("%s, asked by %s", what, other.domain().name())
                .isEqualTo(403);
          }
        }
      }
    }
    assertThat(List.of(logs, logsOfOthers)).allMatch(many -> many > 0);
    return seen;
  }

  private Curl.Answer ask(Party party, String path, VoucherRequest request)
      throws IOException, InterruptedException {
    return party.curl().post(plant.masa().url().resolve(path), MEDIA_TYPE, request.octets());
  }

  /** What was answered, in a line. */
  String line() {
    return "asked again for %d vouchers that are due and %d that are not, for %d logs of its own devices and %d of others'"
        .formatted(vouchersAgain, vouchersNoMore, logs, logsOfOthers);
  }
}
