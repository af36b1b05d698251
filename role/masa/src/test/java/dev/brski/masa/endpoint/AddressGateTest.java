package dev.brski.masa.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.masa.intake.Network;
import dev.brski.proof.kit.Proves;
import org.junit.jupiter.api.Test;

class AddressGateTest {

  @Test
  @Proves("MA-17")
  void anAddressOfIpv6IsOneOfItsNetwork() {
    assertThat(Network.of("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(Network.of("2001:db8:1:2::"))
        .isNotEqualTo(Network.of("2001:db8:1:3::"));
    assertThat(Network.of("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(Network.of("192.0.2.8")).isEqualTo("192.0.2.8");
  }
}
