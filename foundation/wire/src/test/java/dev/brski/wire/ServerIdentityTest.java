package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which host a certificate is for (RFC 9525 section 6). */
class ServerIdentityTest {

  @ParameterizedTest
  @CsvSource({
    "dns:masa.example, masa.example, true",
    "dns:masa.example, MASA.Example, true",
    "dns:masa.example, masa.example., true",
    "dns:masa.example, a.masa.example, false",
    "dns:masa.example, example, false",
    "dns:*.example.org, masa.example.org, true",
    "dns:*.example.org, a.masa.example.org, false",
    "dns:*.example.org, example.org, false",
    "dns:*.example.org, .example.org, false",
    "dns:*, masa, false",
    "dns:*.org, example.org, false",
    "dns:m*.example.org, masa.example.org, false",
    "dns:masa.*.org, masa.example.org, false",
    "dns:*.*.org, masa.example.org, false",
    "dns:127.0.0.1, 127.0.0.1, false",
    "ip:127.0.0.1, 127.0.0.1, true",
    "ip:127.0.0.1, 127.0.0.2, false",
    "ip:127.0.0.1, localhost, false",
    "ip:2001:db8::1, 2001:db8:0:0::1, true",
    "ip:2001:db8::1, 2001:db8::2, false",
    "ip:fe80::1, fe80::1%lo, true",
    "uri:https://masa.example, masa.example, false",
    "'', masa.example, false"
  })
  void coversTheHostsItNamesAndNoOthers(String name, String host, boolean covered) {
    var ca = Someone.ca("CA");
    var credential =
        name.isEmpty() ? Someone.under(ca, host, 1) : Someone.under(ca, host, 1, generalName(name));
    assertThat(new ServerIdentity(credential.leaf()).covers(host)).isEqualTo(covered);
  }

  private static GeneralName generalName(String text) {
    int colon = text.indexOf(':');
    var value = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "dns" -> Someone.dns(value);
      case "ip" -> Someone.ip(value);
      default -> new GeneralName(GeneralName.uniformResourceIdentifier, value);
    };
  }
}
