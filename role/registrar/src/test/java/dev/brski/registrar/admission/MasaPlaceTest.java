package dev.brski.registrar.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.wire.HostPort;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the masa-url of a device says (RFC 8995 section 2.3.2). */
class MasaPlaceTest {

  @ParameterizedTest
  @CsvSource({
    "masa.example.com, masa.example.com:443, /.well-known/brski",
    "MASA.Example.com., masa.example.com:443, /.well-known/brski",
    "masa.example.com:9443, masa.example.com:9443, /.well-known/brski",
    "masa.example.com:, masa.example.com:443, /.well-known/brski",
    "10.1.2.3:9443, 10.1.2.3:9443, /.well-known/brski",
    "[2001:db8::1], [2001:db8:0:0:0:0:0:1]:443, /.well-known/brski",
    "[2001:DB8:0::1], [2001:db8:0:0:0:0:0:1]:443, /.well-known/brski",
    "https://masa.example.com, masa.example.com:443, /.well-known/brski",
    "https://masa.example.com/, masa.example.com:443, /.well-known/brski",
    "http://masa.example.com:8443/, masa.example.com:8443, /.well-known/brski",
    "http://masa.example.com/a/b/, masa.example.com:443, /a/b",
    "coaps://masa.example.com/a, masa.example.com:443, /a",
    "//masa.example.com/a, masa.example.com:443, /a",
    "masa.example.com/a%20b, masa.example.com:443, /a%20b",
    "https://masa.example.com/.well-known/brski, masa.example.com:443, /.well-known/brski"
  })
  @Proves("RG-13")
  void isAnAuthorityOrAWholeUri(String url, String address, String base) {
    var place = MasaPlace.ofUrl(url).orElseThrow();

    assertThat(place).isEqualTo(new MasaPlace(HostPort.parse(address), base));
    assertThat(place.requestVoucher()).isEqualTo(base + "/requestvoucher");
    assertThat(place.requestAuditLog()).isEqualTo(base + "/requestauditlog");
    assertThat(MasaPlace.parse(place.toString())).isEqualTo(place);
    var destination = new Destination.Masa("maker", Optional.of(place.toString()));
    assertThat(Destination.of(destination.text())).isEqualTo(destination);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "//",
        "https://",
        "https:///a",
        "user@masa.example.com",
        "https://user:word@masa.example.com/",
        "https://masa.example.com/?a",
        "https://masa.example.com/#a",
        "masa.example.com?a",
        "masa.example.com#a",
        "masa.example.com:0",
        "masa.example.com:99999",
        "masa.example.com /a",
        "masa.example.com/../a/..",
        "masa_example/a\u0000b",
        "mailto:a/b",
        "2001:db8::1"
      })
  @Proves("RG-13")
  void orElseItLeadsNowhere(String url) {
    assertThat(MasaPlace.ofUrl(url)).isEmpty();
  }

  @Test
  void oneThatIsTooLongLeadsNowhere() {
    assertThat(MasaPlace.ofUrl("masa.example.com/" + "a".repeat(512))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"maker", "the maker at home", "a at b", "x.y_z-1"})
  void whatIsInOldLedgersIsReadAsItWas(String manufacturer) {
    assertThat(Destination.of("masa:" + manufacturer))
        .isEqualTo(new Destination.Masa(manufacturer, Optional.empty()));
    assertThat(new Destination.Masa(manufacturer, Optional.empty()).text())
        .isEqualTo("masa:" + manufacturer);
    var named = new Destination.Masa(manufacturer, Optional.of("10.0.0.1:443/a"));
    assertThat(Destination.of(named.text())).isEqualTo(named);
    assertThat(named.title()).isEqualTo("the MASA of " + manufacturer + " at 10.0.0.1:443/a");
  }
}
